"use strict";
// Shows the token once, and has a cookie from then on.

const find = (id) => document.getElementById(id);

async function logIn() {
  try {
    const answer = await fetch("/login", { method: "POST", body: new URLSearchParams(new FormData(find("login"))) });
    if (answer.ok) return location.replace("/");
    find("state").textContent = answer.status === 401 ? "That is not the token." : `Refused: ${answer.status}`;
  } catch {
    find("state").textContent = "Nobody answers.";
  }
  find("state").className = "bad";
  find("token").select();
}

find("login").addEventListener("submit", (event) => {
  event.preventDefault();
  logIn();
});

const token = new URLSearchParams(location.hash.slice(1)).get("token");
if (token) {
  // What stands in an address is kept in the browser's history.
  history.replaceState(null, "", "/");
  find("token").value = token;
  logIn();
} else {
  find("token").focus();
}
