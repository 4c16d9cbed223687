// Passkeys: the phone's own lock opens the account. Without scripts there are the other ways in.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const withBytes = (one) => ({ ...one, id: bytes(one.id) });

// What the server asks, as the browser wants it.
function asked({ publicKey }) {
  const said = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (said.user) said.user = withBytes(said.user);
  for (const list of ["excludeCredentials", "allowCredentials"]) if (said[list]) said[list] = said[list].map(withBytes);
  return { publicKey: said };
}

// What the phone answers, as the server wants it.
function answered(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (response[part]) said[part] = text(response[part]);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { accept: "application/json", "x-requested-with": "XMLHttpRequest" } });
  return (await answer.json()).request_options;
}

export function start(main) {
  for (const form of main.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const [wrong, field] = [form.querySelector("[data-wrong]"), form.querySelector("[name=credential]")];
      wrong.hidden = true;
      try {
        const verb = form.dataset.passkey === "add" ? "create" : "get";
        field.value = JSON.stringify(answered(await navigator.credentials[verb](asked(await options(form)))));
        form.submit();
      } catch {
        wrong.hidden = false; // she may have said no, or has no passkey here
      }
    });
  }
}
