print("neos")
