import COpenBLAS
import RealModule
