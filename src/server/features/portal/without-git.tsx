import type { PortalAssignment } from '#contract/assignments.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'

/** For who can't use git here: the project as a zip to take along, and a place to hand in a zip or a patch. */
export function WithoutGit({ assignment: a }: { assignment: PortalAssignment }) {
  if (!a.clone_url || a.hosting.provider !== 'built-in') return null
  return (
    <section>
      <h2 id="without-git">Without git</h2>
      <p>If git does not work where you are, download the project, change it, and upload all of it as a zip. It becomes a commit on main and counts like a push: what matters is when it begins to arrive.</p>
      <p>
        <Button href={`/api/v1/portal/assignments/${a.id}/project.zip`} look="quiet">
          Download the project (zip)
        </Button>
      </p>
      <Form multipart progress action={`/portal/applications/${a.application_id}/assignment/${a.id}/upload`}>
        <div class="field">
          <label for="f-file">The project as a zip, or a patch</label>
          <p class="help" id="f-file-help">
            A zip replaces everything on main, so pack the whole project; .git and node_modules are left out. A patch is what <code>git diff</code> or <code>git format-patch</code> writes.
          </p>
          <input id="f-file" name="file" type="file" accept=".zip,.patch,.diff,.mbox,.txt" aria-describedby="f-file-help" />
        </div>
        <Button look="quiet">Upload</Button>
      </Form>
    </section>
  )
}
