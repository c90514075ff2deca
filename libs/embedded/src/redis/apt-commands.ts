/** Where apt keeps what it fetches, and who runs it. */
export interface AptPlace {
  readonly folder: string;
  readonly user: string;
}

/** Reads the package lists; any list that cannot be read is a failure. Pure. */
export const updateArguments = (place: AptPlace): readonly string[] => [...aptOptions(place), '-o', 'APT::Update::Error-Mode=any', '-q', 'update'];

/** Fetches Redis and whatever this system lacks for it; apt knows best what that is. Pure. */
export const downloadArguments = (place: AptPlace): readonly string[] => [
  ...aptOptions(place),
  '-q',
  'install',
  '--download-only',
  '--no-install-recommends',
  '-y',
  'redis-server',
];

/** The folders that apt wants to find. Pure. */
export const aptFolders = (folder: string): readonly string[] => [`${folder}/state`, `${folder}/lists/partial`, `${folder}/cache/archives/partial`];

/** The archives to unpack: not the C library, which must be the system's. Pure. */
export const archivesToUnpack = (names: readonly string[]): readonly string[] =>
  names.filter((name) => name.endsWith('.deb') && !/^libc6|^libc-bin/.test(name)).toSorted();

// apt-get works in a folder of its own, without root and without touching the system.
function aptOptions({ folder, user }: AptPlace): readonly string[] {
  const settings = {
    'Dir::State': `${folder}/state`,
    'Dir::State::lists': `${folder}/lists`,
    'Dir::State::status': '/var/lib/dpkg/status', // what is installed need not be fetched
    'Dir::State::extended_states': `${folder}/state/extended_states`,
    'Dir::Cache': `${folder}/cache`,
    'Dir::Log': `${folder}/state`,
    'APT::Sandbox::User': user,
    'Debug::NoLocking': '1',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
    // Lists that only graphical shops and shells read.
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'Acquire::IndexTargets::deb::CNF::DefaultEnabled': 'false',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}
