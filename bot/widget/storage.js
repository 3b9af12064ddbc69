/** The tab's storage, or a stand-in that lasts as long as the page where the browser forbids it. */

/** Return something with getItem and setItem that never throws. */
export function keptStorage() {
  const memory = new Map();
  const attempt = (deed, otherwise) => {
    try {
      return deed();
    } catch {
      return otherwise();
    }
  };
  return {
    getItem: (key) => attempt(() => sessionStorage.getItem(key), () => memory.get(key) ?? null),
    setItem: (key, value) => attempt(() => sessionStorage.setItem(key, value), () => memory.set(key, value)),
  };
}
