// Events put in order of their scores, by cells, so that an edge only visits those within reach of its kernel.

/// An edge reaches so far, in units of h, where enough weight lies below. There the normal distribution function is
/// 1.8e-33, and the density 2.2e-32.
static const double enough = 12;

/// Order pays where an event is out of reach of at least so many edges.
static const double fewest_spared = 4;

enum { most_cells = 1024, widest = 8 };

/// The events in order; those of the same cell keep theirs.
typedef struct {
  double low, per_cell, last;
  /// The cell of each event, and then its place in the order.
  uint16_t place[neos_kde_chunk];
  /// The first event of each cell, and the end of the last one.
  uint16_t first[most_cells + 3];
  /// The sum of weights, without signs, in all cells before.
  double size_below[most_cells + 3];
  /// Up to `widest` scores beyond the last one are infinite, so that whole vectors can be read.
  double x[neos_kde_chunk + widest], weights[neos_kde_chunk + widest];
} groups;

/// How many edges reach a score between `low` and `high`, on average.
static double mean_reach(const double *edges, size_t edge_count, double h, double low, double high)
{
  double sum = 0;
  for (size_t k = 0; k < edge_count; k++) {
    const double from = edges[k] - enough * h, to = edges[k] + enough * h;
    const double width = (to < high ? to : high) - (from > low ? from : low);
    sum += width > 0 ? width : 0;
  }
  return sum / (high - low);
}

/// Puts events in order, if that pays; gives whether it did.
static int group(
  groups *sorted, const double *x, const double *weights, const double *edges, double inverse_h, size_t events,
  size_t edge_count)
{
  if (edge_count < fewest_spared || events > neos_kde_chunk) return 0;
  const double h = 1 / inverse_h;
  double low, high;
  if (!CHOSEN(find_bounds)(x, &low, &high, events)) return 0;
  low = fmax(low, edges[0] - enough * h);
  high = fmin(high, edges[edge_count - 1] + enough * h);
  if (!(high - low > 0 && high - low < INFINITY)) return 0;
  // Written so that it is also false for what is not a number, where h overflows.
  if (!(edge_count - mean_reach(edges, edge_count, h, low, high) >= fewest_spared)) return 0;

  const double inner = fmin(ceil((high - low) * inverse_h / 2), most_cells);
  sorted->per_cell = inner / (high - low);
  sorted->low = low - 1 / sorted->per_cell;
  sorted->last = inner + 1;
  if (!(sorted->per_cell < INFINITY)) return 0;
  CHOSEN(find_cells)(x, sorted->low, sorted->per_cell, sorted->last, sorted->place, events);

  const size_t cells = (size_t)sorted->last + 1;
  memset(sorted->first, 0, (cells + 1) * sizeof *sorted->first);
  for (size_t event = 0; event < events; event++) sorted->first[sorted->place[event] + 1]++;
  for (size_t k = 0; k < cells; k++) sorted->first[k + 1] += sorted->first[k];
  uint16_t next[most_cells + 2];
  memcpy(next, sorted->first, cells * sizeof *next);
  for (size_t event = 0; event < events; event++) {
    const uint16_t place = next[sorted->place[event]]++;
    sorted->place[event] = place;
    sorted->x[place] = x[event];
    if (weights) sorted->weights[place] = weights[event];
  }
  for (size_t lane = 0; lane < widest; lane++) {
    sorted->x[events + lane] = INFINITY;
    sorted->weights[events + lane] = 0;
  }
  double size = 0;
  for (size_t k = 0; k <= cells; k++) {
    if (weights && k > 0) {
      for (size_t event = sorted->first[k - 1]; event < sorted->first[k]; event++) {
        size += fabs(sorted->weights[event]);
      }
    }
    sorted->size_below[k] = weights ? size : sorted->first[k];
  }
  return 1;
}

/// The events that an edge visits: the first of them, and the end.
typedef struct {
  size_t first, end;
} visit;

/// The events that an edge visits where it reaches so far down, in units of h.
static visit within(const groups *sorted, double edge, double h, double reach_below)
{
  const size_t from = cell(edge - reach_below * h, sorted->low, sorted->per_cell, sorted->last);
  const double all = sorted->size_below[(size_t)sorted->last + 1];
  const double reach = sorted->size_below[from] > 1e-16 * all ? enough : above_zero;
  const size_t end = (size_t)cell(edge + reach * h, sorted->low, sorted->per_cell, sorted->last) + 1;
  return (visit){sorted->first[from], sorted->first[end]};
}

/// So many events from the first one to the end, and some more, so that vectors are whole.
static size_t in_vectors(size_t first, size_t end) { return (end - first + widest - 1) / widest * widest; }

/// `neos_kde_forward` of events in order.
///
/// What a bin holds is the sum of what each event has more below its upper edge than below its lower one.
static void forward_in_order(
  const groups *sorted, int is_weighted, const double *edges, double inverse_h, double *sums, size_t events,
  size_t edge_count)
{
  double parts[neos_kde_chunk + widest];
  memset(parts, 0, (events + widest) * sizeof *parts);
  size_t first = 0;
  double sum = 0;
  for (size_t k = 0; k < edge_count; k++) {
    const visit near = within(sorted, edges[k], 1 / inverse_h, below_one);
    // Also those that only the edge before was near: they are all below this one.
    sum += CHOSEN(rise)(
      sorted->x + first, is_weighted ? sorted->weights + first : NULL, edges[k], inverse_h, parts + first,
      in_vectors(first, near.end));
    sums[k] += sum;
    first = near.first;
  }
}

/// `neos_kde_pullback` of events in order.
static void pullback_in_order(
  const groups *sorted, int is_weighted, const double *edges, const double *slopes, double inverse_h, double *dx,
  double *dedges, double *dh, size_t events, size_t edge_count)
{
  double sorted_dx[neos_kde_chunk + widest];
  memset(sorted_dx, 0, events * sizeof *sorted_dx);
  for (size_t k = 0; k < edge_count; k++) {
    if (slopes[k] == 0) continue;
    const visit near = within(sorted, edges[k], 1 / inverse_h, enough);
    dedges[k] += CHOSEN(slopes)(
      sorted->x + near.first, is_weighted ? sorted->weights + near.first : NULL, edges[k], slopes[k], inverse_h,
      sorted_dx + near.first, dh, in_vectors(near.first, near.end));
  }
  for (size_t event = 0; event < events; event++) dx[event] = sorted_dx[sorted->place[event]];
}
