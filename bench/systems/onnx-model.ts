/**
 * A file for the ONNX runtime with one LSTM: X [T,B,D], initial h and c [1,B,H] → Y [T,1,B,H], Y_h, Y_c [1,B,H].
 *
 * The format is protocol buffers; numbers of messages and fields are those of onnx.proto (ONNX 1.14, IR version 8).
 */
type Bytes = number[];

const varint = (value: number): Bytes =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: ArrayLike<number>): Bytes => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...Array.from(value),
];
const text = (field: number, value: string): Bytes => bytes(field, new TextEncoder().encode(value));

const float = 1;

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
function tensor(name: string, dims: number[], values: Float32Array): Bytes {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...dims.flatMap((size) => number(1, size)), ...number(2, float), ...text(8, name), ...bytes(9, raw)];
}

/** ValueInfoProto: name 1, type 2 → tensor_type 1 → elem_type 1, shape 2 → dim 1 → dim_value 1. */
function value(name: string, dims: number[]): Bytes {
  const shape = dims.flatMap((size) => bytes(1, number(1, size)));
  const tensorType = [...number(1, float), ...bytes(2, shape)];
  return [...text(1, name), ...bytes(2, bytes(1, tensorType))];
}

export interface LstmSizes {
  batchSize: number;
  steps: number;
  inputSize: number;
  hiddenSize: number;
}

/** @param fill the weights: W [1,4H,D], R [1,4H,H], B [1,8H], gates in the order i o f c. */
export function lstmModel(
  { batchSize: B, steps: T, inputSize: D, hiddenSize: H }: LstmSizes,
  fill: () => number,
): Uint8Array {
  const weights = (name: string, dims: number[]) =>
    bytes(5, tensor(name, dims, Float32Array.from({ length: dims.reduce((a, b) => a * b) }, fill)));
  // NodeProto: input 1, output 2, op_type 4, attribute 5 (name 1, i 3, type 20, where 2 means a whole number).
  const inputs = ['X', 'W', 'R', 'B', '', 'h', 'c'].flatMap((name) => text(1, name));
  const outputs = ['Y', 'Y_h', 'Y_c'].flatMap((name) => text(2, name));
  const hiddenSize = [...text(1, 'hidden_size'), ...number(3, H), ...number(20, 2)];
  const node = [...inputs, ...outputs, ...text(4, 'LSTM'), ...bytes(5, hiddenSize)];
  const graph = [
    ...bytes(1, node),
    ...text(2, 'lstm'),
    ...weights('W', [1, 4 * H, D]),
    ...weights('R', [1, 4 * H, H]),
    ...weights('B', [1, 8 * H]),
    ...[value('X', [T, B, D]), value('h', [1, B, H]), value('c', [1, B, H])].flatMap((info) => bytes(11, info)),
    ...[value('Y', [T, 1, B, H]), value('Y_h', [1, B, H]), value('Y_c', [1, B, H])].flatMap((info) => bytes(12, info)),
  ];
  const opset = number(2, 14);
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, opset)]);
}
