/**
 * How long a change takes until list and map show it: marks `catchment:change` and `catchment:drawn`,
 * and the measure `catchment:redraw` between them. The browser tests read these.
 */
let waiting = false;

export function markChange(): void {
  waiting = true;
  performance.mark('catchment:change');
}

/** Call when the last answer has been drawn. Does nothing where no change is waiting. */
export function markDrawn(): void {
  if (!waiting) return;
  waiting = false;
  performance.mark('catchment:drawn');
  performance.measure('catchment:redraw', 'catchment:change', 'catchment:drawn');
}
