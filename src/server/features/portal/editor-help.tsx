/** Cloning without a terminal: what the usual editors want to know. */
export function EditorHelp() {
  return (
    <>
      <p>
        <strong>VS Code:</strong> choose “Clone Git Repository…”, paste the address, and give the user name and the token when it asks.
      </p>
      <p>
        <strong>GitHub Desktop:</strong> choose File → Clone repository → URL, paste the address, and give the user name and the token. There is nothing to publish: “Push origin” is all.
      </p>
    </>
  )
}
