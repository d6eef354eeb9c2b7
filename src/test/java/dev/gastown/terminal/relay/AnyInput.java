package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a browser may send by RFC 6455: messages of every kind, in one frame or cut anywhere, with control frames between
 * the pieces. The same seed makes the same frames.
 */
final class AnyInput {
    /** One message in so many is as long as is allowed. */
    private static final int ONE_HUGE_IN = 2_000;

    private static final int LONGEST_ORDINARY_BYTES = 2_000;
    private static final int LARGEST_BURST = 50;
    private static final String LAST = "the last one";
    private static final int LONGEST_CONTROL_BYTES = 125;

    /** What would do something in a sandbox, were it ever to get there. */
    private static final List<String> COMMANDS = List.of(
            "{\"type\":\"input\",\"data\":\"rm -rf /\"}",
            "{\"type\":\"resize\",\"cols\":1,\"rows\":1}",
            "{\"type\":\"snapshot\"}",
            "{\"type\":\"snapshot\",\"ask\":1}",
            "{\"type\":\"session\",\"name\":\"hq-mayor\"}",
            "{\"type\":\"input\",\"data\":\"é漢😀\u0000\u0003\"}",
            "[{\"type\":\"input\"}]",
            "rm -rf /\r\n",
            "\u0003\u0004\u001b[200~x\u001b[201~",
            "😀é漢字\u202e");

    private final long seed;
    private final Random random;
    private final int mostBytes;
    private final List<Frame> rest = new ArrayList<>();

    /**
     * Begins another sequence each time, or the one that the system property {@code input.seed} repeats.
     *
     * @param mostBytes of a message
     */
    AnyInput(int mostBytes) {
        seed = Long.getLong("input.seed", System.nanoTime());
        random = new Random(seed);
        this.mostBytes = mostBytes;
    }

    /** Frames that end with a message's last one. */
    List<Frame> frames(int atLeast) {
        List<Frame> frames = new ArrayList<>();
        while (frames.size() < atLeast || !rest.isEmpty()) {
            frames.add(next());
        }
        return frames;
    }

    /** Sends frames in bursts, and waits until the other side has taken them all. */
    void send(WireBrowser browser, List<Frame> frames) {
        int from = 0;
        while (from < frames.size()) {
            int to = Math.min(frames.size(), from + 1 + random.nextInt(LARGEST_BURST));
            browser.send(frames.subList(from, to).toArray(Frame[]::new));
            from = to;
        }
        browser.send(Frame.ping(LAST));
        Frame last = new Frame(true, Frame.PONG, LAST.getBytes(StandardCharsets.UTF_8));
        try {
            Frame answer = browser.receiveAny();
            while (!last.equals(answer)) {
                assertThat(answer).as("%s", this).extracting(Frame::opcode).isEqualTo(Frame.PONG);
                answer = browser.receiveAny();
            }
        } catch (UncheckedIOException late) {
            throw new AssertionError(toString(), late);
        }
    }

    @Override
    public String toString() {
        return "again with -Dinput.seed=" + seed;
    }

    private Frame next() {
        if (random.nextInt(10) == 0) {
            byte[] payload = new byte[random.nextInt(LONGEST_CONTROL_BYTES + 1)];
            random.nextBytes(payload);
            return new Frame(true, random.nextBoolean() ? Frame.PING : Frame.PONG, payload);
        }
        if (rest.isEmpty()) {
            cut(random.nextBoolean() ? Frame.TEXT : Frame.BINARY);
        }
        return rest.remove(0);
    }

    private void cut(int opcode) {
        byte[] message = opcode == Frame.TEXT ? text() : bytes();
        int pieces = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
        int from = 0;
        for (int piece = 1; piece <= pieces; piece++) {
            int to = piece == pieces ? message.length : from + random.nextInt(message.length - from + 1);
            rest.add(new Frame(
                    piece == pieces, piece == 1 ? opcode : Frame.CONTINUATION, Arrays.copyOfRange(message, from, to)));
            from = to;
        }
    }

    private byte[] text() {
        if (random.nextInt(4) == 0) {
            byte[] letters = new byte[length()];
            Arrays.fill(letters, (byte) ('a' + random.nextInt(26)));
            return letters;
        }
        return COMMANDS.get(random.nextInt(COMMANDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        if (random.nextBoolean()) {
            return COMMANDS.get(random.nextInt(COMMANDS.size())).getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[length()];
        random.nextBytes(bytes);
        return bytes;
    }

    private int length() {
        if (random.nextInt(ONE_HUGE_IN) == 0) {
            return mostBytes;
        }
        return random.nextInt(3) == 0 ? 0 : random.nextInt(LONGEST_ORDINARY_BYTES);
    }
}
