package dev.gastown.terminal.relay.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames on the wire, one behind the other, and what a reader of them should find. */
final class WireStream {
    static final int LIMIT = 0x40000;

    private final boolean masked;
    private final Random random;
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final List<Event> events = new ArrayList<>();

    /** What was found: neighbouring data frames are one event, however they came. */
    sealed interface Event {
        /** @param wire as hexadecimal digits, so that a difference can be read */
        record Data(String wire, int frames, int payloadBytes) implements Event {
            Data and(Data next) {
                return new Data(wire + next.wire, frames + next.frames, payloadBytes + next.payloadBytes);
            }
        }

        record Control(int opcode, String payload) implements Event {}

        static void add(List<Event> events, Event next) {
            int last = events.size() - 1;
            if (next instanceof Data data && last >= 0 && events.get(last) instanceof Data before) {
                events.set(last, before.and(data));
            } else {
                events.add(next);
            }
        }
    }

    WireStream(boolean masked, Random random) {
        this.masked = masked;
        this.random = random;
    }

    /** A few frames of any kind, valid but for what chance brings. */
    static WireStream random(boolean masked, Random random) {
        WireStream stream = new WireStream(masked, random);
        int frames = 1 + random.nextInt(6);
        for (int i = 0; i < frames; i++) {
            switch (random.nextInt(5)) {
                case 0 -> stream.text("ä".repeat(random.nextInt(40)) + "plain text".repeat(random.nextInt(3)));
                case 1 -> stream.ping("p".repeat(random.nextInt(126)));
                case 2 ->
                    stream.fragment(false, 1, "€uro".getBytes(StandardCharsets.UTF_8), 1)
                            .ping("in between")
                            .fragment(true, 0, "€uro".getBytes(StandardCharsets.UTF_8), 6, 1);
                case 3 -> stream.binary(random.nextInt(300));
                default -> stream.pong("");
            }
        }
        return random.nextBoolean() ? stream : stream.close(1000 + random.nextInt(20), "bye");
    }

    byte[] bytes() {
        return wire.toByteArray();
    }

    List<Event> events() {
        return events;
    }

    WireStream text(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return fragment(true, 1, payload, payload.length);
    }

    WireStream binary(int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return fragment(true, 2, payload, length);
    }

    WireStream ping(String payload) {
        return control(9, payload.getBytes(StandardCharsets.UTF_8));
    }

    WireStream pong(String payload) {
        return control(10, payload.getBytes(StandardCharsets.UTF_8));
    }

    WireStream close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[text.length + 2];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return control(8, payload);
    }

    /** The first bytes of a payload as a frame. */
    WireStream fragment(boolean fin, int opcode, byte[] payload, int to) {
        return fragment(fin, opcode, payload, to, 0);
    }

    WireStream fragment(boolean fin, int opcode, byte[] payload, int to, int from) {
        byte[] part = Arrays.copyOfRange(payload, from, to);
        byte[] frame = encode(fin, opcode, part);
        wire.writeBytes(frame);
        Event.add(events, new Event.Data(Fed.hex(frame), 1, part.length));
        return this;
    }

    private WireStream control(int opcode, byte[] payload) {
        wire.writeBytes(encode(true, opcode, payload));
        events.add(new Event.Control(opcode, Fed.hex(payload)));
        return this;
    }

    private byte[] encode(boolean fin, int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int mask = masked ? 0x80 : 0;
        frame.write((fin ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.writeBytes(new byte[] {(byte) (mask | 126), (byte) (payload.length >> 8), (byte) payload.length});
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] key = new byte[4];
        if (masked) {
            random.nextBytes(key);
            frame.writeBytes(key);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ key[i % 4]);
        }
        return frame.toByteArray();
    }
}
