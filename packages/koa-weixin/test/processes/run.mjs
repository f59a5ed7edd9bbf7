// Runs a bundled script: its file comes first, then the text of its task.
const [file, task] = process.argv.slice(2)
const { run } = await import(file)
await run(JSON.parse(task))
process.exit(0)
