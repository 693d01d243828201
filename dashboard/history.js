// Streamlit opens a page at a blank address, and the filters are written there a moment later: one step back, not two.
if (!window.plenumHistory) {
  window.plenumHistory = { opened: -Infinity };
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const isSamePage = new URL(url, location.href).pathname === location.pathname;
    const isOpening = performance.now() - window.plenumHistory.opened < 3000 && !location.search;
    if (isSamePage && isOpening) return history.replaceState(state, title, url);
    if (!isSamePage) window.plenumHistory.opened = performance.now();
    push(state, title, url);
  };
}
