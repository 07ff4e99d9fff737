// The button of a page that is made to be printed. The browser's own menu prints it, too.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => print());
