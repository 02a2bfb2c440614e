extension Knob {
  /// What the settings on a verb's line are for, and the formula behind them where there is one; a sentence each.
  static let explanations: [String: [String]] = [
    "seed": ["the seeds of all that is random; equal seeds give equal bits"],
    "data": ["the events: normal distributions in the plane, or what 'sample' and 'vary' declare"],
    "split": [
      "which events are kept from training, the same share of every sample",
      "test= of all events, or part fold= of folds=, make the test sample; validation= of what is left are the "
        + "validation sample, of which tracked metrics then are",
    ],
    "batch": [
      "how many events of each sample a step sees; every sample is scaled to its whole yield"
    ],
    "network": ["what gives each event its score; a change makes it anew, at step 0"],
    "histogram": ["how scores become yields; kde and softmax have gradients, hard has none"],
    "scale": ["the expected events of 'data blobs', and factors on all bins"],
    "model": ["the statistical model of the yields"],
    "objective": ["what a step improves"],
    "metrics": ["what is computed beside the loss"],
    "penalty": [
      "what is added to the loss for bins that an analysis could not use; nothing unless events= or uncertainty= is set",
      "weight x sum over bins of max(0, 1 - b / events)^2, with b the expected background events of the bin",
      "weight x sum over bins of ln^2(max(d / (b uncertainty), 1)), with d the statistical uncertainty of b: the root "
        + "of the sum of squared weights",
    ],
    "optimizer": ["how the gradient changes the weights"],
    "schedule": ["how the learning rate moves with the step"],
    "anneal": ["how the bandwidth moves with the step"],
    "clip": ["a longer gradient is scaled down to this norm"],
    "train": ["what is trained besides the network's weights"],
    "compute": ["time and memory; no setting of these changes a bit of the results"],
  ]
}
