// Before the page is drawn: the colours that the reader chose, if any. Without a choice the system's rule.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-live", ""); // the style sheet leaves room for what site.js adds
  try {
    var chosen = localStorage.getItem("reference-colours");
    if (chosen === "light" || chosen === "dark") root.setAttribute("data-theme", chosen);
  } catch (refused) {
    // a browser may keep no storage for this page; the system's colours are good as well
  }
})();
