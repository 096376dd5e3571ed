/**
 * Comes back by itself: what failed for a passing reason is asked again, more and more seldom, while the page is seen.
 */
import { loaders } from './loader.svelte';
import { view } from './view.svelte';

/** Waits between tries, milliseconds. */
const waits = [2000, 4000, 8000, 15_000, 30_000];
let tries = 0;

/** To be called once while the viewer is set up. */
export function recovery(): void {
  const passing = $derived(loaders.some((l) => l.trouble?.passing));
  const waiting = $derived(passing && !loaders.some((l) => l.trouble?.passing && l.busy));

  $effect(() => {
    if (!passing) {
      tries = 0;
      return;
    }
    const now = () => {
      if (!document.hidden) view.retry();
    };
    addEventListener('online', now);
    document.addEventListener('visibilitychange', now);
    return () => {
      removeEventListener('online', now);
      document.removeEventListener('visibilitychange', now);
    };
  });
  $effect(() => {
    if (!waiting) return;
    const timer = setTimeout(
      () => {
        tries += 1;
        if (!document.hidden) view.retry();
      },
      waits[Math.min(tries, waits.length - 1)],
    );
    return () => clearTimeout(timer);
  });
}
