package dev.gastown.terminal.relay.wire;

import static dev.gastown.terminal.relay.wire.WireStream.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.relay.wire.WireStream.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesAreFollowedHoweverTheyAreCutTest {
    private static final int FUZZ_ROUNDS = 3_000;
    private static final int INVALID_TEXT = 1007;

    /** Every kind of frame, with lengths around each change of the header's form. */
    private static WireStream everyKind(boolean masked) {
        WireStream stream = new WireStream(masked, new Random(7));
        stream.text("").text("a").text("grüße 🙂 und mehr").ping("").ping("are you there?");
        for (int length : new int[] {0, 1, 125, 126, 127, 300}) {
            stream.binary(length);
        }
        byte[] split = "cut within an ü".getBytes(StandardCharsets.UTF_8);
        stream.fragment(false, 1, split, split.length - 1)
                .ping("between")
                .fragment(false, 0, new byte[0], 0)
                .pong("unasked")
                .fragment(true, 0, split, split.length, split.length - 1);
        return stream.close(1000, "Schluß");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inTwoAtEveryByte(boolean masked) {
        WireStream stream = everyKind(masked);
        byte[] wire = stream.bytes();
        for (int cut = 0; cut <= wire.length; cut++) {
            assertThat(Fed.cutAt(wire, masked, cut).events())
                    .as("cut at %d", cut)
                    .isEqualTo(stream.events());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void byteByByte(boolean masked) {
        WireStream stream = everyKind(masked);
        assertThat(Fed.byteByByte(stream.bytes(), masked).events()).isEqualTo(stream.events());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bigFramesInAnyPieces(boolean masked) {
        Random random = new Random(11);
        for (int round = 0; round < 30; round++) {
            WireStream stream = new WireStream(masked, random);
            for (int length : new int[] {65_535, 65_536, 65_537, LIMIT, 200_000, 10, 0}) {
                stream.binary(length).ping("x");
            }
            assertThat(Fed.atRandom(stream.bytes(), masked, random, 100_000).events())
                    .isEqualTo(stream.events());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brokenOrNotAsNettysOwnDecoderReadsThem(boolean masked) {
        Random random = new Random(13);
        int broken = 0;
        for (int round = 0; round < FUZZ_ROUNDS; round++) {
            byte[] wire = WireStream.random(masked, random).bytes();
            int harmed = random.nextInt(3);
            for (int i = 0; i < harmed; i++) {
                wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Fed ours = Fed.atRandom(wire, masked, random, 40);
            Fed netty = Fed.throughNetty(wire, masked);
            assertThat(ours.events()).as("round %d", round).isEqualTo(netty.events());
            if (ours.violation() != INVALID_TEXT || netty.violation() != 0) {
                // Only ours sees wrong text before the end of its frame, and that may never come.
                assertThat(ours.violation()).as("round %d", round).isEqualTo(netty.violation());
            }
            broken += ours.violation() == 0 ? 0 : 1;
        }
        assertThat(broken).isGreaterThan(FUZZ_ROUNDS / 10);
    }

    @Test
    void theFirstFrameOverTheLimitIsRefusedByItsHeaderAlone() {
        WireStream stream = new WireStream(false, new Random(1)).binary(LIMIT);
        byte[] header = {(byte) 0x82, 127, 0, 0, 0, 0, 0, (byte) (LIMIT >> 16), (byte) (LIMIT >> 8), (byte) (LIMIT + 1)
        };
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(stream.bytes());
        wire.writeBytes(header);

        Fed fed = Fed.byteByByte(wire.toByteArray(), false);
        assertThat(fed.events()).isEqualTo(stream.events());
        assertThat(fed.violation()).isEqualTo(1009);
    }

    @Test
    void fragmentsTogetherOverTheLimitAreRefused() {
        WireStream stream = new WireStream(true, new Random(1))
                .fragment(false, 2, new byte[LIMIT - 1], LIMIT - 1)
                .fragment(false, 0, new byte[1], 1)
                .fragment(false, 0, new byte[1], 1);

        Fed fed = Fed.atRandom(stream.bytes(), true, new Random(2), 10_000);
        assertThat(fed.violation()).isEqualTo(1009);
        assertThat(fed.events()).hasSize(1);
        assertThat(((Event.Data) fed.events().get(0)).frames()).isEqualTo(2);
    }

    @Test
    void aFrameThatTricklesInPinsFewTimesItsSize() throws FrameViolation {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        byte[] wire = new WireStream(false, new Random(1)).binary(100_000).bytes();
        FrameTracker tracker = new FrameTracker(false, false, LIMIT, new Fed.Recorder());
        int sent = 50_000;
        for (int i = 0; i < sent; i++) {
            ByteBuf read = allocator.heapBuffer(65_536).writeByte(wire[i]);
            tracker.feed(read, allocator);
            read.release();
        }
        assertThat(allocator.metric().usedHeapMemory()).isLessThan((long) HeldBytes.PINNED * sent);
        tracker.release();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void aFewBytesOfABigReadDoNotPinIt() throws FrameViolation {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        byte[] wire = new WireStream(false, new Random(1)).binary(100).bytes();
        Fed.Recorder recorder = new Fed.Recorder().keeping();
        FrameTracker tracker = new FrameTracker(false, false, LIMIT, recorder);
        for (int i = 0; i < 100; i++) {
            ByteBuf read = allocator.heapBuffer(262_144).writeBytes(wire);
            tracker.feed(read, allocator);
            read.release();
        }
        assertThat(allocator.metric().usedHeapMemory()).isLessThan((long) HeldBytes.PINNED * 100 * wire.length);
        recorder.release();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void wholeFramesOfAFullReadGoOnWithoutACopy() throws FrameViolation {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        WireStream stream = new WireStream(false, new Random(1));
        for (int i = 0; i < 100; i++) {
            stream.binary(500);
        }
        byte[] wire = stream.bytes();
        ByteBuf read = allocator.heapBuffer(wire.length).writeBytes(wire);
        Fed.Recorder recorder = new Fed.Recorder().keeping();
        new FrameTracker(false, false, LIMIT, recorder).feed(read, allocator);

        List<FrameRun> runs = recorder.kept();
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).content().unwrap()).isSameAs(read);
        assertThat(runs.get(0).frames()).isEqualTo(100);
        recorder.release();
        read.release();
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void textsComeInRunsOfTheirOwnWhereThatIsAsked() throws FrameViolation {
        byte[] split = "in two".getBytes(StandardCharsets.UTF_8);
        WireStream stream = new WireStream(false, new Random(1))
                .binary(10)
                .text("one")
                .text("x".repeat(70_000))
                .binary(20)
                .binary(300)
                .text("")
                .fragment(false, 1, split, 3)
                .ping("")
                .fragment(true, 0, split, split.length, 3)
                .binary(0);
        byte[] wire = stream.bytes();
        for (int cut = 0; cut < wire.length; cut += 1 + cut / 500) {
            Fed.Recorder recorder = new Fed.Recorder().keeping();
            FrameTracker tracker = new FrameTracker(false, true, LIMIT, recorder);
            for (ByteBuf part : new ByteBuf[] {
                Unpooled.wrappedBuffer(wire, 0, cut), Unpooled.wrappedBuffer(wire, cut, wire.length - cut)
            }) {
                tracker.feed(part, UnpooledByteBufAllocator.DEFAULT);
            }
            List<String> texts = new ArrayList<>();
            StringBuilder message = new StringBuilder();
            for (FrameRun run : recorder.kept()) {
                if (run.isText()) {
                    message.append(new String(run.payload(), StandardCharsets.UTF_8));
                    if (run.endsMessage()) {
                        texts.add(message.toString());
                        message.setLength(0);
                    }
                }
            }
            assertThat(texts).containsExactly("one", "x".repeat(70_000), "", "in two");
            assertThat(recorder.events()).isEqualTo(stream.events());
            recorder.release();
        }
    }

    @Test
    void aTextOfTheGatewaysOwnIsAFrame() throws FrameViolation {
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            FrameRun run = FrameRun.ofText("y".repeat(length));
            Fed.Recorder recorder = new Fed.Recorder();
            new FrameTracker(false, false, LIMIT, recorder).feed(run.content(), UnpooledByteBufAllocator.DEFAULT);
            assertThat(recorder.events())
                    .isEqualTo(new WireStream(false, new Random(1))
                            .text("y".repeat(length))
                            .events());
            assertThat(run.payload()).isEqualTo("y".repeat(length).getBytes(StandardCharsets.UTF_8));
        }
    }
}
