// Streamlit opens a page at a blank address, and the filters are written there a moment later: one step back, not two.
if (!window.plenumHistory) {
  window.plenumHistory = { opened: -Infinity };
  const push = history.pushState.bind(history);
  const isBlank = () => [...new URLSearchParams(location.search).keys()].every((name) => name === "lang");
  history.pushState = (state, title, url) => {
    const isSamePage = new URL(url, location.href).pathname === location.pathname;
    const isOpening = performance.now() - window.plenumHistory.opened < 3000 && isBlank();
    if (isSamePage && isOpening) return history.replaceState(state, title, url);
    if (!isSamePage) window.plenumHistory.opened = performance.now();
    push(state, title, url);
  };
}

// Streamlit says of every page that it is English, also after it has been told otherwise.
window.plenumKeep = () => {
  for (const [name, value] of Object.entries(window.plenumPage)) {
    if (document.documentElement.getAttribute(name) !== value) document.documentElement.setAttribute(name, value);
  }
};
window.plenumKeep();
if (!window.plenumKeeper) {
  window.plenumKeeper = new MutationObserver(() => window.plenumKeep());
  window.plenumKeeper.observe(document.documentElement, { attributes: true, attributeFilter: ["lang", "dir"] });
}
