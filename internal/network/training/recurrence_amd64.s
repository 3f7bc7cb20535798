#include "textflag.h"

DATA constants<>+0(SB)/4, $0.25
DATA constants<>+4(SB)/4, $0.5
DATA constants<>+8(SB)/4, $1.0
GLOBL constants<>(SB), RODATA, $12

// func forward512(p *recurrenceArguments)
TEXT ·forward512(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), AX
	MOVQ 0(AX), CX    // steps
	MOVQ 8(AX), SI    // candidates; gates follow
	MOVQ 16(AX), R8   // bytes from word to word
	MOVQ 24(AX), R9   // bytes from candidates to forget gates
	MOVQ 32(AX), DI   // input
	MOVQ 40(AX), R10  // bytes from word to word, of all that follows
	MOVQ 48(AX), DX   // output
	MOVQ 56(AX), R11  // states
	MOVQ 64(AX), R12  // forget
	MOVQ 72(AX), R13  // reset
	MOVQ 80(AX), BX
	VMOVUPS (BX), Z0  // weights of the state
	MOVQ 88(AX), BX
	VMOVUPS (BX), Z1
	VBROADCASTSS constants<>+0(SB), Z2
	VBROADCASTSS constants<>+4(SB), Z3
	VBROADCASTSS constants<>+8(SB), Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6 // state
step:
	VMOVUPS (SI)(R9*1), Z7
	VMOVUPS (SI)(R9*2), Z8
	VFMADD231PS Z0, Z6, Z7
	VFMADD231PS Z1, Z6, Z8
	VFMADD213PS Z3, Z2, Z7
	VFMADD213PS Z3, Z2, Z8
	VMAXPS Z5, Z7, Z7
	VMAXPS Z5, Z8, Z8
	VMINPS Z4, Z7, Z7
	VMINPS Z4, Z8, Z8
	VMOVUPS (SI), Z9
	VSUBPS Z9, Z6, Z6
	VFMADD213PS Z9, Z7, Z6
	VMOVUPS (DI), Z10
	VSUBPS Z10, Z6, Z11
	VFMADD213PS Z10, Z8, Z11
	VMOVUPS Z11, (DX)
	VMOVUPS Z6, (R11)
	VMOVUPS Z7, (R12)
	VMOVUPS Z8, (R13)
	ADDQ R8, SI
	ADDQ R10, DI
	ADDQ R10, DX
	ADDQ R10, R11
	ADDQ R10, R12
	ADDQ R10, R13
	DECQ CX
	JNZ step
	VZEROUPPER
	RET

// func backward512(p *recurrenceArguments)
// starts at the last word; the strides are those towards the first.
TEXT ·backward512(SB), NOSPLIT, $0-8
	MOVQ p+0(FP), AX
	MOVQ 0(AX), CX
	MOVQ 8(AX), SI    // candidates
	MOVQ 16(AX), R8
	MOVQ 24(AX), R9
	MOVQ 32(AX), DI   // input
	MOVQ 40(AX), R10
	MOVQ 48(AX), DX   // gradient of the output
	MOVQ 56(AX), R11
	MOVQ 64(AX), R12
	MOVQ 72(AX), R13
	MOVQ 80(AX), BX
	VMOVUPS (BX), Z0
	MOVQ 88(AX), BX
	VMOVUPS (BX), Z1
	MOVQ 112(AX), BX  // gradient of candidates and gates
	MOVQ 120(AX), R15 // gradient of the input
	VBROADCASTSS constants<>+0(SB), Z2
	VBROADCASTSS constants<>+8(SB), Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6   // carried gradient of the state
	VPXORD Z18, Z18, Z18 // gradient of the weights
	VPXORD Z19, Z19, Z19
back:
	VPXORD Z12, Z12, Z12 // previous state
	CMPQ CX, $1
	JEQ first
	VMOVUPS (R11)(R10*1), Z12
first:
	VMOVUPS (DX), Z7     // o
	VMOVUPS (DI), Z8     // x
	VMOVUPS (R11), Z9    // c
	VMOVUPS (R12), Z10   // f
	VMOVUPS (R13), Z11   // r
	VMOVUPS (SI), Z13    // candidate
	VSUBPS Z11, Z4, Z14
	VMULPS Z7, Z14, Z14
	VMOVUPS Z14, (R15)   // dx = o*(1-r)
	VMULPS Z7, Z11, Z14
	VADDPS Z14, Z6, Z6   // dc
	VCMPPS $0x0e, Z5, Z11, K1 // r > 0
	VCMPPS $0x01, Z4, Z11, K2 // r < 1
	KANDW K1, K2, K1
	VSUBPS Z8, Z9, Z15
	VMULPS Z7, Z15, Z15
	VMULPS.Z Z2, Z15, K1, Z15 // zr
	VCMPPS $0x0e, Z5, Z10, K1
	VCMPPS $0x01, Z4, Z10, K2
	KANDW K1, K2, K1
	VSUBPS Z13, Z12, Z16
	VMULPS Z6, Z16, Z16
	VMULPS.Z Z2, Z16, K1, Z16 // zf
	VSUBPS Z10, Z4, Z17
	VMULPS Z6, Z17, Z17
	VMOVUPS Z17, (BX)
	VMOVUPS Z16, (BX)(R9*1)
	VMOVUPS Z15, (BX)(R9*2)
	VMULPS Z10, Z6, Z6
	VFMADD231PS Z16, Z0, Z6
	VFMADD231PS Z15, Z1, Z6
	VFMADD231PS Z16, Z12, Z18
	VFMADD231PS Z15, Z12, Z19
	ADDQ R8, SI
	ADDQ R8, BX
	ADDQ R10, DI
	ADDQ R10, DX
	ADDQ R10, R11
	ADDQ R10, R12
	ADDQ R10, R13
	ADDQ R10, R15
	DECQ CX
	JNZ back
	MOVQ 96(AX), BX
	VADDPS (BX), Z18, Z18
	VMOVUPS Z18, (BX)
	MOVQ 104(AX), BX
	VADDPS (BX), Z19, Z19
	VMOVUPS Z19, (BX)
	VZEROUPPER
	RET
