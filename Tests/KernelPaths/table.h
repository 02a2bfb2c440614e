// The functions of a path for one precision, given NAME.

#define WITH_PULLBACK(function) NAME(function), NAME(function##_pullback)
#define TABLE { \
  NAME(dense_forward), NAME(dense_pullback), NAME(add_bias), NAME(bias_pullback), NAME(unit_forward), \
  NAME(unit_pullback), NAME(signs_forward), NAME(signs_pullback), NAME(hidden_forward), NAME(hidden_pullback), \
  NAME(adam_update), WITH_PULLBACK(sigmoid), WITH_PULLBACK(tanh), WITH_PULLBACK(softplus), WITH_PULLBACK(elu), \
  WITH_PULLBACK(gelu), WITH_PULLBACK(softmax)}
