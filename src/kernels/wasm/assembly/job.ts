/** Reading a job: 32-bit words, numbered by the enumerations of ../operations. */

/** A size, a flag or an address. */
export function word(job: usize, field: i32): i32 {
  return load<i32>(job + ((<usize>field) << 2));
}

/** A byte offset; 0 where the caller leaves something out. */
export function address(job: usize, field: i32): usize {
  return load<u32>(job + ((<usize>field) << 2));
}

/** A float32 among the words. */
export function real(job: usize, field: i32): f32 {
  return load<f32>(job + ((<usize>field) << 2));
}
