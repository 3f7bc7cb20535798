#include "textflag.h"

// The products of one pair of inputs with 32 columns, for one of eight rows.
#define PAIR512(address, lo, hi) \
	VPBROADCASTD address, Z2 \
	VPDPWSSD     Z0, Z2, lo  \
	VPDPWSSD     Z1, Z2, hi

// Shift, clamp and store one row of 32 columns.
#define STORE512(lo, hi) \
	VPSRAD  X3, lo, lo \
	VPSRAD  X3, hi, hi \
	VPMAXSD Z4, lo, lo \
	VPMAXSD Z4, hi, hi \
	VPMINSD Z5, lo, lo \
	VPMINSD Z5, hi, hi \
	VPMOVDW lo, (DX)   \
	VPMOVDW hi, 32(DX) \
	ADDQ    R13, DX

// func multiply512(tiles, pairs int, a *int16, aStride int, w *int16, bias *int32, out *int16, outStride int, shift, low, high int)
TEXT ·multiply512(SB), NOSPLIT, $0-88
	MOVQ tiles+0(FP), AX
	MOVQ a+16(FP), SI
	MOVQ aStride+24(FP), R8
	MOVQ bias+40(FP), R12
	MOVQ out+48(FP), DX
	MOVQ outStride+56(FP), R13
	MOVQ shift+64(FP), BX
	VMOVQ BX, X3
	MOVQ low+72(FP), BX
	VPBROADCASTD BX, Z4
	MOVQ high+80(FP), BX
	VPBROADCASTD BX, Z5
	VMOVDQU32 (R12), Z6
	VMOVDQU32 64(R12), Z7
tile:
	MOVQ pairs+8(FP), CX
	MOVQ w+32(FP), DI
	MOVQ SI, R9
	LEAQ (R8)(R8*2), R10
	ADDQ SI, R10 // row 3
	LEAQ (R10)(R8*2), R11
	ADDQ R8, R11 // row 6
	VMOVDQA32 Z6, Z16
	VMOVDQA32 Z7, Z17
	VMOVDQA32 Z6, Z18
	VMOVDQA32 Z7, Z19
	VMOVDQA32 Z6, Z20
	VMOVDQA32 Z7, Z21
	VMOVDQA32 Z6, Z22
	VMOVDQA32 Z7, Z23
	VMOVDQA32 Z6, Z24
	VMOVDQA32 Z7, Z25
	VMOVDQA32 Z6, Z26
	VMOVDQA32 Z7, Z27
	VMOVDQA32 Z6, Z28
	VMOVDQA32 Z7, Z29
	VMOVDQA32 Z6, Z30
	VMOVDQA32 Z7, Z31
pair:
	VMOVDQU32 (DI), Z0
	VMOVDQU32 64(DI), Z1
	PAIR512((R9), Z16, Z17)
	PAIR512((R9)(R8*1), Z18, Z19)
	PAIR512((R9)(R8*2), Z20, Z21)
	PAIR512((R10), Z22, Z23)
	PAIR512((R9)(R8*4), Z24, Z25)
	PAIR512((R10)(R8*2), Z26, Z27)
	PAIR512((R11), Z28, Z29)
	PAIR512((R10)(R8*4), Z30, Z31)
	ADDQ $4, R9
	ADDQ $4, R10
	ADDQ $4, R11
	ADDQ $128, DI
	DECQ CX
	JNZ  pair
	STORE512(Z16, Z17)
	STORE512(Z18, Z19)
	STORE512(Z20, Z21)
	STORE512(Z22, Z23)
	STORE512(Z24, Z25)
	STORE512(Z26, Z27)
	STORE512(Z28, Z29)
	STORE512(Z30, Z31)
	LEAQ (SI)(R8*8), SI
	DECQ AX
	JNZ  tile
	VZEROUPPER
	RET

#define PAIR256(address, lo, hi) \
	VPBROADCASTD address, Y2 \
	VPMADDWD     Y0, Y2, Y3  \
	VPADDD       Y3, lo, lo  \
	VPMADDWD     Y1, Y2, Y3  \
	VPADDD       Y3, hi, hi

#define STORE256(lo, hi) \
	VPSRAD    X4, lo, lo   \
	VPSRAD    X4, hi, hi   \
	VPMAXSD   Y5, lo, lo   \
	VPMAXSD   Y5, hi, hi   \
	VPMINSD   Y6, lo, lo   \
	VPMINSD   Y6, hi, hi   \
	VPACKSSDW hi, lo, lo   \
	VPERMQ    $0xd8, lo, lo \
	VMOVDQU   lo, (DX)     \
	ADDQ      R13, DX

// func multiply256(tiles, pairs int, a *int16, aStride int, w *int16, bias *int32, out *int16, outStride int, shift, low, high int)
// computes 16 of the panel's 32 columns, for tiles of four rows.
TEXT ·multiply256(SB), NOSPLIT, $0-88
	MOVQ tiles+0(FP), AX
	MOVQ a+16(FP), SI
	MOVQ aStride+24(FP), R8
	MOVQ bias+40(FP), R12
	MOVQ out+48(FP), DX
	MOVQ outStride+56(FP), R13
	MOVQ shift+64(FP), BX
	VMOVQ BX, X4
	MOVQ low+72(FP), BX
	VMOVQ BX, X5
	VPBROADCASTD X5, Y5
	MOVQ high+80(FP), BX
	VMOVQ BX, X6
	VPBROADCASTD X6, Y6
tile:
	MOVQ pairs+8(FP), CX
	MOVQ w+32(FP), DI
	MOVQ SI, R9
	LEAQ (R8)(R8*2), R10
	ADDQ SI, R10 // row 3
	VMOVDQU (R12), Y8
	VMOVDQU 32(R12), Y9
	VMOVDQA Y8, Y10
	VMOVDQA Y9, Y11
	VMOVDQA Y8, Y12
	VMOVDQA Y9, Y13
	VMOVDQA Y8, Y14
	VMOVDQA Y9, Y15
pair:
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	PAIR256((R9), Y8, Y9)
	PAIR256((R9)(R8*1), Y10, Y11)
	PAIR256((R9)(R8*2), Y12, Y13)
	PAIR256((R10), Y14, Y15)
	ADDQ $4, R9
	ADDQ $4, R10
	ADDQ $128, DI
	DECQ CX
	JNZ  pair
	STORE256(Y8, Y9)
	STORE256(Y10, Y11)
	STORE256(Y12, Y13)
	STORE256(Y14, Y15)
	LEAQ (SI)(R8*4), SI
	DECQ AX
	JNZ  tile
	VZEROUPPER
	RET

// func recur512(steps int, u *int16, uStride int, gate int, x *int16, xStride int, out *int16, state *int16, stateGate int)
// u points to the candidates of 32 units; their forget and reset gates lie gate and 2*gate bytes further. state holds
// the weights of the state in the forget gate, and stateGate bytes further in the reset gate.
TEXT ·recur512(SB), NOSPLIT, $0-72
	MOVQ steps+0(FP), CX
	MOVQ u+8(FP), SI
	MOVQ uStride+16(FP), R8
	MOVQ gate+24(FP), R9
	MOVQ x+32(FP), DI
	MOVQ xStride+40(FP), R10
	MOVQ out+48(FP), DX
	MOVQ state+56(FP), R11
	MOVQ stateGate+64(FP), R12
	VMOVDQU16 (R11), Z0       // weights, forget
	VMOVDQU16 (R11)(R12*1), Z1 // weights, reset
	VPXORD Z2, Z2, Z2          // state
	VPXORD Z3, Z3, Z3
	MOVQ $8191, BX
	VPBROADCASTW BX, Z4
step:
	VMOVDQU16 (SI), Z5         // candidate
	VPMULHRSW Z0, Z2, Z6
	VPSLLW    $3, Z6, Z6
	VPADDSW   (SI)(R9*1), Z6, Z6
	VPMAXSW   Z3, Z6, Z6
	VPMINSW   Z4, Z6, Z6
	VPSLLW    $2, Z6, Z6       // forget
	VPMULHRSW Z1, Z2, Z7
	VPSLLW    $3, Z7, Z7
	VPADDSW   (SI)(R9*2), Z7, Z7
	VPMAXSW   Z3, Z7, Z7
	VPMINSW   Z4, Z7, Z7
	VPSLLW    $2, Z7, Z7       // reset
	VPSUBSW   Z5, Z2, Z2
	VPMULHRSW Z6, Z2, Z2
	VPADDSW   Z5, Z2, Z2
	VMOVDQU16 (DI), Z8
	VPSUBSW   Z8, Z2, Z9
	VPMULHRSW Z7, Z9, Z9
	VPADDSW   Z8, Z9, Z9
	VMOVDQU16 Z9, (DX)
	ADDQ R8, SI
	ADDQ R10, DI
	ADDQ R10, DX
	DECQ CX
	JNZ  step
	VZEROUPPER
	RET

// func recur256(steps int, u *int16, uStride int, gate int, x *int16, xStride int, out *int16, state *int16, stateGate int)
// is recur512 for 16 units.
TEXT ·recur256(SB), NOSPLIT, $0-72
	MOVQ steps+0(FP), CX
	MOVQ u+8(FP), SI
	MOVQ uStride+16(FP), R8
	MOVQ gate+24(FP), R9
	MOVQ x+32(FP), DI
	MOVQ xStride+40(FP), R10
	MOVQ out+48(FP), DX
	MOVQ state+56(FP), R11
	MOVQ stateGate+64(FP), R12
	VMOVDQU (R11), Y0
	VMOVDQU (R11)(R12*1), Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	MOVQ $8191, BX
	VMOVQ BX, X4
	VPBROADCASTW X4, Y4
step:
	VMOVDQU   (SI), Y5
	VPMULHRSW Y0, Y2, Y6
	VPSLLW    $3, Y6, Y6
	VPADDSW   (SI)(R9*1), Y6, Y6
	VPMAXSW   Y3, Y6, Y6
	VPMINSW   Y4, Y6, Y6
	VPSLLW    $2, Y6, Y6
	VPMULHRSW Y1, Y2, Y7
	VPSLLW    $3, Y7, Y7
	VPADDSW   (SI)(R9*2), Y7, Y7
	VPMAXSW   Y3, Y7, Y7
	VPMINSW   Y4, Y7, Y7
	VPSLLW    $2, Y7, Y7
	VPSUBSW   Y5, Y2, Y2
	VPMULHRSW Y6, Y2, Y2
	VPADDSW   Y5, Y2, Y2
	VMOVDQU   (DI), Y8
	VPSUBSW   Y8, Y2, Y9
	VPMULHRSW Y7, Y9, Y9
	VPADDSW   Y8, Y9, Y9
	VMOVDQU   Y9, (DX)
	ADDQ R8, SI
	ADDQ R10, DI
	ADDQ R10, DX
	DECQ CX
	JNZ  step
	VZEROUPPER
	RET

// func addBytes256(n int, to *int16, from *int8, shift int)
// adds n bytes, n a multiple of 16, each shifted left.
TEXT ·addBytes256(SB), NOSPLIT, $0-32
	MOVQ n+0(FP), CX
	MOVQ to+8(FP), DI
	MOVQ from+16(FP), SI
	MOVQ shift+24(FP), BX
	VMOVQ BX, X1
bytes:
	VPMOVSXBW (SI), Y0
	VPSLLW    X1, Y0, Y0
	VPADDSW   (DI), Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ $16, SI
	ADDQ $32, DI
	SUBQ $16, CX
	JNZ  bytes
	VZEROUPPER
	RET

// func addWords256(n int, to, from *int16)
// adds n numbers, n a multiple of 16, with saturation.
TEXT ·addWords256(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ to+8(FP), DI
	MOVQ from+16(FP), SI
words:
	VMOVDQU (SI), Y0
	VPADDSW (DI), Y0, Y0
	VMOVDQU Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $16, CX
	JNZ  words
	VZEROUPPER
	RET

// func clamp256(n int, to *int16, low, high int)
// brings n numbers, n a multiple of 16, into the range.
TEXT ·clamp256(SB), NOSPLIT, $0-32
	MOVQ n+0(FP), CX
	MOVQ to+8(FP), DI
	MOVQ low+16(FP), BX
	VMOVQ BX, X1
	VPBROADCASTW X1, Y1
	MOVQ high+24(FP), BX
	VMOVQ BX, X2
	VPBROADCASTW X2, Y2
clamps:
	VMOVDQU (DI), Y0
	VPMAXSW Y1, Y0, Y0
	VPMINSW Y2, Y0, Y0
	VMOVDQU Y0, (DI)
	ADDQ $32, DI
	SUBQ $16, CX
	JNZ  clamps
	VZEROUPPER
	RET
