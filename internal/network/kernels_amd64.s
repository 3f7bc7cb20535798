#include "textflag.h"

// The products of four inputs with 32 columns, for one of eight rows.
#define FOUR512(address, lo, hi) \
	VPBROADCASTD address, Z2 \
	VPDPBUSD     Z0, Z2, lo  \
	VPDPBUSD     Z1, Z2, hi

// Scale, shift, clamp and store one row of 32 columns.
#define STORE512(lo, hi) \
	VPMULLD Z8, lo, lo \
	VPMULLD Z9, hi, hi \
	VPSRAD  X3, lo, lo \
	VPSRAD  X3, hi, hi \
	VPMAXSD Z4, lo, lo \
	VPMAXSD Z4, hi, hi \
	VPMINSD Z5, lo, lo \
	VPMINSD Z5, hi, hi \
	VPMOVDW lo, (DX)   \
	VPMOVDW hi, 32(DX) \
	ADDQ    R13, DX

// func multiply512(tiles, inputs int, a *uint8, aStride int, w *int8, bias, scale *int32, out *int16, outStride int, shift, low, high int)
TEXT ·multiply512(SB), NOSPLIT, $0-96
	MOVQ tiles+0(FP), AX
	MOVQ a+16(FP), SI
	MOVQ aStride+24(FP), R8
	MOVQ bias+40(FP), R12
	VMOVDQU32 (R12), Z6
	VMOVDQU32 64(R12), Z7
	MOVQ scale+48(FP), R12
	VMOVDQU32 (R12), Z8
	VMOVDQU32 64(R12), Z9
	MOVQ out+56(FP), DX
	MOVQ outStride+64(FP), R13
	MOVQ shift+72(FP), BX
	VMOVQ BX, X3
	MOVQ low+80(FP), BX
	VPBROADCASTD BX, Z4
	MOVQ high+88(FP), BX
	VPBROADCASTD BX, Z5
tile:
	MOVQ inputs+8(FP), CX
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
four:
	VMOVDQU32 (DI), Z0
	VMOVDQU32 64(DI), Z1
	FOUR512((R9), Z16, Z17)
	FOUR512((R9)(R8*1), Z18, Z19)
	FOUR512((R9)(R8*2), Z20, Z21)
	FOUR512((R10), Z22, Z23)
	FOUR512((R9)(R8*4), Z24, Z25)
	FOUR512((R10)(R8*2), Z26, Z27)
	FOUR512((R11), Z28, Z29)
	FOUR512((R10)(R8*4), Z30, Z31)
	ADDQ $4, R9
	ADDQ $4, R10
	ADDQ $4, R11
	ADDQ $128, DI
	SUBQ $4, CX
	JNZ  four
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

DATA ones<>+0(SB)/8, $0x0001000100010001
DATA ones<>+8(SB)/8, $0x0001000100010001
DATA ones<>+16(SB)/8, $0x0001000100010001
DATA ones<>+24(SB)/8, $0x0001000100010001
GLOBL ones<>(SB), RODATA|NOPTR, $32

// The products of eight inputs with 16 columns, for one of four rows. No product of bytes is larger than 127 times 63,
// so four of them fit into 16 bits.
#define EIGHT256(address, next, lo, hi) \
	VPBROADCASTD address, Y4  \
	VPBROADCASTD next, Y5     \
	VPMADDUBSW   Y0, Y4, Y6   \
	VPMADDUBSW   Y2, Y5, Y7   \
	VPADDW       Y6, Y7, Y7   \
	VPMADDWD     ones<>(SB), Y7, Y7 \
	VPADDD       Y7, lo, lo   \
	VPMADDUBSW   Y1, Y4, Y4   \
	VPMADDUBSW   Y3, Y5, Y5   \
	VPADDW       Y4, Y5, Y5   \
	VPMADDWD     ones<>(SB), Y5, Y5 \
	VPADDD       Y5, hi, hi

#define STORE256(lo, hi) \
	VPMULLD   (R12), lo, lo   \
	VPMULLD   32(R12), hi, hi \
	VPSRAD    X0, lo, lo      \
	VPSRAD    X0, hi, hi      \
	VPMAXSD   Y1, lo, lo      \
	VPMAXSD   Y1, hi, hi      \
	VPMINSD   Y2, lo, lo      \
	VPMINSD   Y2, hi, hi      \
	VPACKSSDW hi, lo, lo      \
	VPERMQ    $0xd8, lo, lo   \
	VMOVDQU   lo, (DX)        \
	ADDQ      R13, DX

// func multiply256(tiles, inputs int, a *uint8, aStride int, w *int8, bias, scale *int32, out *int16, outStride int, shift, low, high int)
// computes 16 of the panel's 32 columns, for tiles of four rows.
TEXT ·multiply256(SB), NOSPLIT, $0-96
	MOVQ tiles+0(FP), AX
	MOVQ a+16(FP), SI
	MOVQ aStride+24(FP), R8
	MOVQ bias+40(FP), R11
	MOVQ scale+48(FP), R12
	MOVQ out+56(FP), DX
	MOVQ outStride+64(FP), R13
tile:
	MOVQ inputs+8(FP), CX
	MOVQ w+32(FP), DI
	MOVQ SI, R9
	LEAQ (R8)(R8*2), R10
	ADDQ SI, R10 // row 3
	VMOVDQU (R11), Y8
	VMOVDQU 32(R11), Y9
	VMOVDQA Y8, Y10
	VMOVDQA Y9, Y11
	VMOVDQA Y8, Y12
	VMOVDQA Y9, Y13
	VMOVDQA Y8, Y14
	VMOVDQA Y9, Y15
eight:
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 128(DI), Y2
	VMOVDQU 160(DI), Y3
	EIGHT256((R9), 4(R9), Y8, Y9)
	EIGHT256((R9)(R8*1), 4(R9)(R8*1), Y10, Y11)
	EIGHT256((R9)(R8*2), 4(R9)(R8*2), Y12, Y13)
	EIGHT256((R10), 4(R10), Y14, Y15)
	ADDQ $8, R9
	ADDQ $8, R10
	ADDQ $256, DI
	SUBQ $8, CX
	JNZ  eight
	MOVQ shift+72(FP), BX
	VMOVQ BX, X0
	MOVQ low+80(FP), BX
	VMOVQ BX, X1
	VPBROADCASTD X1, Y1
	MOVQ high+88(FP), BX
	VMOVQ BX, X2
	VPBROADCASTD X2, Y2
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

// func join256(n int, to, before, own, behind, input *int16, high int)
// is plainJoin for n numbers, n a multiple of 16.
TEXT ·join256(SB), NOSPLIT, $0-56
	MOVQ n+0(FP), CX
	MOVQ to+8(FP), DI
	MOVQ before+16(FP), SI
	MOVQ own+24(FP), R8
	MOVQ behind+32(FP), R9
	MOVQ input+40(FP), R10
	MOVQ high+48(FP), BX
	VMOVQ BX, X2
	VPBROADCASTW X2, Y2
	VPXOR Y1, Y1, Y1
	XORQ BX, BX
	ADDQ CX, CX // bytes
joins:
	VMOVDQU (SI)(BX*1), Y0
	VPADDSW (R8)(BX*1), Y0, Y0
	VPADDSW (R9)(BX*1), Y0, Y0
	VPMAXSW Y1, Y0, Y0
	VPMINSW Y2, Y0, Y0
	VPADDSW (R10)(BX*1), Y0, Y0
	VPMINSW Y2, Y0, Y0
	VMOVDQU Y0, (DI)(BX*1)
	ADDQ $32, BX
	CMPQ BX, CX
	JLT  joins
	VZEROUPPER
	RET

// func narrow256(n int, to *uint8, from *int16)
// makes bytes of n activations, n a multiple of 32.
TEXT ·narrow256(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ to+8(FP), DI
	MOVQ from+16(FP), SI
	MOVQ $512, BX // 32768 >> byteShift
	VMOVQ BX, X1
	VPBROADCASTW X1, Y1
	MOVQ $63, BX
	VMOVQ BX, X2
	VPBROADCASTB X2, Y2
	MOVQ $-63, BX
	VMOVQ BX, X3
	VPBROADCASTB X3, Y3
	MOVQ $64, BX
	VMOVQ BX, X4
	VPBROADCASTB X4, Y4
narrows:
	VPMULHRSW (SI), Y1, Y5
	VPMULHRSW 32(SI), Y1, Y6
	VPACKSSWB Y6, Y5, Y5
	VPERMQ    $0xd8, Y5, Y5
	VPMINSB   Y2, Y5, Y5
	VPMAXSB   Y3, Y5, Y5
	VPADDB    Y4, Y5, Y5
	VMOVDQU   Y5, (DI)
	ADDQ $64, SI
	ADDQ $32, DI
	SUBQ $32, CX
	JNZ  narrows
	VZEROUPPER
	RET
