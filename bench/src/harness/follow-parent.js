// Loaded into each rival: it ends when whoever started it does, however that ended.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
process.stdin.unref?.();
