// Loaded ahead of a build tool (`node --import`): it ends when the process that started it is gone, even by SIGKILL.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 500).unref();
