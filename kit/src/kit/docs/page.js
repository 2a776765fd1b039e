// Shows the API of the service that the address names after #, and links to all of them.
const nav = document.getElementById("services");
const services = loadServices();

async function loadServices() {
  const answer = await fetch("/docs/services.json");
  return answer.json();
}

async function show() {
  const names = await services;
  const chosen = names.includes(location.hash.slice(1)) ? location.hash.slice(1) : names[0];
  nav.replaceChildren(
    ...names.map((name) => {
      const link = document.createElement("a");
      link.href = `#${name}`;
      link.textContent = name;
      if (name === chosen) link.setAttribute("aria-current", "page");
      return link;
    }),
  );
  document.title = `${chosen} · Comptoir API`;
  const ui = SwaggerUIBundle({
    url: `/api/${chosen}/openapi.json`,
    dom_id: "#api",
    docExpansion: "list",
    filter: true,
    persistAuthorization: true,
    oauth2RedirectUrl: `${location.origin}/docs/oauth2-redirect.html`,
  });
  ui.initOAuth({ clientId: "comptoir-docs", usePkceWithAuthorizationCodeGrant: true });
}

addEventListener("hashchange", show);
show();
