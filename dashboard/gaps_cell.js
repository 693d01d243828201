// Goes to what was opened as soon as it is drawn, unless somebody is typing already.
(() => {
  const go = (left) => {
    const place = document.getElementById("behind");
    if (!place) return left && setTimeout(go, 50, left - 1);
    if (document.activeElement?.matches("input, textarea")) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView();
  };
  setTimeout(go, 50, 60);
})();
