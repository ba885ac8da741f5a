/** Moves the token of a one-time link from behind the # into its field, and out of the address and the history. */
const token = location.hash.slice(1);
const input = document.getElementById("token");
if (token !== "" && input instanceof HTMLInputElement) {
  input.value = token;
  history.replaceState(null, "", location.pathname);
  document.getElementById("token-field")?.setAttribute("hidden", "");
  document.getElementById("name")?.focus();
}
