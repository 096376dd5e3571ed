/** Makes what scrolls sideways reachable by keyboard, for as long as it does: where all is seen, it is no stop. */
export function reachable(node: HTMLElement): () => void {
  const look = () => {
    if (node.scrollWidth > node.clientWidth) {
      node.tabIndex = 0;
      node.setAttribute('role', 'group');
      node.setAttribute('aria-label', 'Table that scrolls sideways');
    } else for (const name of ['tabindex', 'role', 'aria-label']) node.removeAttribute(name);
  };
  const seen = new ResizeObserver(look);
  for (const part of [node, ...node.children]) seen.observe(part);
  return () => seen.disconnect();
}
