// Goes to what was opened as soon as it is drawn.
(() => {
  const go = (left) => {
    const place = document.getElementById("behind");
    if (!place) return left && setTimeout(go, 50, left - 1);
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView();
  };
  setTimeout(go, 50, 60);
})();
