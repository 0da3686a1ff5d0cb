/** What a job may not ask of the kernel, as a program for seccomp. A list of refusals: whatever else exists is allowed. */

const EPERM = 1
const ENOSYS = 38

/** AUDIT_ARCH_* and the numbers of the calls on one architecture. */
interface Architecture {
  audit: number
  /** Numbers from here on belong to a second table of calls that would walk past this one (x32). */
  otherTable: number | null
  refused: readonly number[]
  /** Answered as if the kernel were older, so that programs fall back to what is filtered here. */
  absent: readonly number[]
  clone: number
  ioctl: number
  socket: number
  socketpair: number
}

/** Numbers that are the same everywhere: mounts by descriptor, other processes' descriptors and memory, quotas. */
const REFUSED_EVERYWHERE = [428, 429, 430, 431, 432, 433, 438, 440, 442, 443, 467]
/** io_uring would do what is refused here without asking; clone3 hides its flags in memory; memory without a process. */
const ABSENT_EVERYWHERE = [425, 426, 427, 435, 447]

const X64: Architecture = {
  audit: 0xc000003e,
  otherTable: 0x40000000,
  refused: [
    101, 310, 311, 312, // ptrace, process_vm_readv, process_vm_writev, kcmp
    155, 161, 165, 166, 272, 308, // pivot_root, chroot, mount, umount2, unshare, setns
    248, 249, 250, // add_key, request_key, keyctl
    298, 321, 323, 300, // perf_event_open, bpf, userfaultfd, fanotify_init
    303, 304, // name_to_handle_at, open_by_handle_at
    174, 175, 176, 177, 178, 246, 313, 320, // modules and kexec
    134, 135, 139, 156, 180, 212, // uselib, personality, sysfs, _sysctl, nfsservctl, lookup_dcookie
    103, 153, 154, 159, 163, 164, 167, 168, 169, 170, 171, 172, 173, 179, 227, 305, // the machine itself: its log, clock, swap, name, ports
    29, 64, 68, // shmget, semget, msgget: memory that no process is seen to hold
  ],
  absent: [319], // memfd_create
  clone: 56,
  ioctl: 16,
  socket: 41,
  socketpair: 53,
}

const ARM64: Architecture = {
  audit: 0xc00000b7,
  otherTable: null,
  refused: [
    117, 270, 271, 272,
    41, 51, 40, 39, 97, 268,
    217, 218, 219,
    241, 280, 282, 262,
    264, 265,
    105, 106, 104, 273, 294,
    92, 42, 18,
    116, 58, 171, 89, 170, 224, 225, 142, 161, 162, 60, 112, 266,
    194, 190, 186,
  ],
  absent: [279],
  clone: 220,
  ioctl: 29,
  socket: 198,
  socketpair: 199,
}

const ARCHITECTURES: Partial<Record<string, Architecture>> = { x64: X64, arm64: ARM64 }

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = 0x7e020000
/** TIOCSTI and TIOCLINUX: typing into a terminal. */
const TYPING = [0x5412, 0x541c]
/** AF_UNIX, AF_INET, AF_INET6. */
const SOCKETS = [1, 2, 10]

const LOAD = 0x20
const EQUAL = 0x15
const AT_LEAST = 0x35
const ANY_BIT = 0x45
const RETURN = 0x06
const ALLOW = 0x7fff0000
const KILL = 0x80000000
const errno = (number: number) => 0x00050000 | number
/** Where the kernel puts the call's number, its architecture, and the low halves of its first two arguments. */
const AT = { number: 0, architecture: 4, first: 16, second: 24 }

type Instruction = [code: number, ifTrue: number, ifFalse: number, value: number]

/** The program for this machine's processor, or null where its numbers are not known. */
export function seccompFilter(arch: string = process.arch): Buffer | null {
  const architecture = ARCHITECTURES[arch]
  return architecture ? encoded(program(architecture)) : null
}

function program(a: Architecture): Instruction[] {
  const refuse = (calls: readonly number[], code: number) => calls.flatMap((call): Instruction[] => [[EQUAL, 0, 1, call], [RETURN, 0, 0, errno(code)]])
  return [
    [LOAD, 0, 0, AT.architecture],
    [EQUAL, 1, 0, a.audit],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, AT.number],
    ...(a.otherTable === null ? [] : ([[AT_LEAST, 0, 1, a.otherTable], [RETURN, 0, 0, KILL]] satisfies Instruction[])),
    ...refuse([...REFUSED_EVERYWHERE, ...a.refused], EPERM),
    ...refuse([...ABSENT_EVERYWHERE, ...a.absent], ENOSYS),
    ...when(a.clone, [[LOAD, 0, 0, AT.first], [ANY_BIT, 0, 1, NEW_NAMESPACES], [RETURN, 0, 0, errno(EPERM)]]),
    ...when(a.ioctl, [[LOAD, 0, 0, AT.second], ...refuse(TYPING, EPERM)]),
    ...when(a.socket, onlySockets),
    ...when(a.socketpair, onlySockets),
    [RETURN, 0, 0, ALLOW],
  ]
}

/** Skips these steps for every other call; allows what they let through. */
function when(call: number, steps: Instruction[]): Instruction[] {
  return [[EQUAL, 0, steps.length + 1, call], ...steps, [RETURN, 0, 0, ALLOW]]
}

const onlySockets: Instruction[] = [
  [LOAD, 0, 0, AT.first],
  ...SOCKETS.map((domain, i): Instruction => [EQUAL, SOCKETS.length - i, 0, domain]),
  [RETURN, 0, 0, errno(EPERM)],
]

function encoded(instructions: Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8)
  instructions.forEach(([code, ifTrue, ifFalse, value], i) => {
    bytes.writeUInt16LE(code, i * 8)
    bytes.writeUInt8(ifTrue, i * 8 + 2)
    bytes.writeUInt8(ifFalse, i * 8 + 3)
    bytes.writeUInt32LE(value >>> 0, i * 8 + 4)
  })
  return bytes
}
