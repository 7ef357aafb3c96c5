/**
 * How glibc keeps the kernel's heap, as its GLIBC_TUNABLES: every tensor of a step lies in the one heap, whatever its size (a mapping of
 * its own would be zeroed anew, page by page, at every step), the heap is never given back between steps, its pages are large where
 * they may be, threads share two arenas, and none puts small blocks by, which would part the free memory on both sides of them. So the
 * heap does what ONNX Runtime's arena does, without its growth by powers of two.
 */
const tunables = ['arena_max=2', 'mmap_threshold=4294967296', 'trim_threshold=17179869184', 'hugetlb=1', 'tcache_count=0'].map((setting) => `glibc.malloc.${setting}`).join(':')

/** What a kernel process is to be started with, beside its environment; nothing where there is no glibc. */
export const kernelHeap = ({ GLIBC_TUNABLES: given }: NodeJS.ProcessEnv, platform: NodeJS.Platform): Record<string, string> =>
  platform === 'linux' ? { GLIBC_TUNABLES: given ? `${given}:${tunables}` : tunables } : {}

/**
 * What Node is told for a kernel process. V8's young generation grows by doubling whenever enough has outlived a collection, in a long
 * training up to 128 MiB after some thousand steps: this keeps it at 16 MiB, as little of a step lies in JavaScript's own heap.
 */
export const kernelOptions: readonly string[] = ['--max-semi-space-size=8']

/** Whether a process was started so. */
export const hasKernelHeap = ({ GLIBC_TUNABLES: given }: NodeJS.ProcessEnv): boolean => given?.includes(tunables) ?? false
