/** Up, down, first and last move the focus along a list. */
export function walk(links: string): (e: KeyboardEvent) => void {
  return (e) => {
    const rows = [...(e.currentTarget as Element).querySelectorAll<HTMLElement>(links)];
    const here = rows.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[e.key];
    if (to === undefined || here < 0) return;
    e.preventDefault();
    rows[Math.min(rows.length - 1, Math.max(0, to))]?.focus();
  };
}
