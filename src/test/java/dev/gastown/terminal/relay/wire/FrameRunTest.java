package dev.gastown.terminal.relay.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRunTest {
    private static final int[] LENGTHS = {0, 1, 125, 126, 127, 5_000, 0xFFFF, 0x10000, 70_000, 0};

    private static FrameRun run(ByteBuf wire) {
        return new FrameRun(wire, LENGTHS.length, IntStream.of(LENGTHS).sum(), true, true);
    }

    private static ByteBuf wire() {
        return Unpooled.wrappedBuffer(IntStream.of(LENGTHS)
                .mapToObj("x"::repeat)
                .map(text -> FrameRun.ofText(text).content())
                .toArray(ByteBuf[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 127, 129, 2_048, 65_536, 100_000, 1 << 20})
    void piecesAreWholeFramesAndTogetherTheRun(int bytes) {
        ByteBuf wire = wire();
        List<byte[]> pieces = new ArrayList<>();
        run(wire.retainedDuplicate()).inPieces(bytes, piece -> {
            pieces.add(ByteBufUtil.getBytes(piece));
            piece.release();
        });

        ByteBuf together = Unpooled.wrappedBuffer(pieces.toArray(byte[][]::new));
        assertThat(together).isEqualTo(wire);
        assertThat(wire.refCnt()).isEqualTo(1);
        // Each begins where a frame does, and all but the last one are as long as asked for and no frame longer.
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (int length : LENGTHS) {
            end += FrameRun.ofText("x".repeat(length)).content().readableBytes();
            ends.add(end);
        }
        int at = 0;
        for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
            int from = at;
            at += piece.length;
            assertThat(ends.stream().filter(frame -> frame >= from + bytes).findFirst())
                    .hasValue(at);
        }
    }

    @Test
    void thePayloadsAreWithoutHeaders() {
        assertThat(run(wire()).payload()).hasSize(IntStream.of(LENGTHS).sum()).containsOnly('x');
    }
}
