#include "textflag.h"

// One step of the inner loop: row r of the tile gets its element of A times the 32 elements of B.
#define ROW(off, lo, hi) \
	VBROADCASTSS off(SI), Z2 \
	VFMADD231PS  Z0, Z2, lo  \
	VFMADD231PS  Z1, Z2, hi

#define LOAD(lo, hi) \
	VMOVUPS (DX), lo   \
	VMOVUPS 64(DX), hi \
	ADDQ    R8, DX

#define STORE(lo, hi) \
	VMOVUPS lo, (DX)   \
	VMOVUPS hi, 64(DX) \
	ADDQ    R8, DX

// func kernel512(k int, a, b, c *float32, stride int)
TEXT ·kernel512(SB), NOSPLIT, $0-40
	MOVQ k+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), DI
	MOVQ c+24(FP), DX
	MOVQ stride+32(FP), R8
	SHLQ $2, R8
	MOVQ DX, R9
	LOAD(Z16, Z17)
	LOAD(Z18, Z19)
	LOAD(Z20, Z21)
	LOAD(Z22, Z23)
	LOAD(Z24, Z25)
	LOAD(Z26, Z27)
	LOAD(Z28, Z29)
	LOAD(Z30, Z31)
	TESTQ CX, CX
	JZ   done
loop:
	VMOVUPS (DI), Z0
	VMOVUPS 64(DI), Z1
	ROW(0, Z16, Z17)
	ROW(4, Z18, Z19)
	ROW(8, Z20, Z21)
	ROW(12, Z22, Z23)
	ROW(16, Z24, Z25)
	ROW(20, Z26, Z27)
	ROW(24, Z28, Z29)
	ROW(28, Z30, Z31)
	ADDQ $32, SI
	ADDQ $128, DI
	DECQ CX
	JNZ  loop
done:
	MOVQ R9, DX
	STORE(Z16, Z17)
	STORE(Z18, Z19)
	STORE(Z20, Z21)
	STORE(Z22, Z23)
	STORE(Z24, Z25)
	STORE(Z26, Z27)
	STORE(Z28, Z29)
	STORE(Z30, Z31)
	VZEROUPPER
	RET
