package dev.gastown.terminal.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What a sandbox may do wrong on a session's socket, and what its viewer is to be told. */
enum SocketMisbehaviour {
    WRONG_ACCEPT_KEY(Close.UNREACHABLE, true) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendHead(accept(session).replaceFirst("Accept: \\S", "Accept: !"));
        }
    },
    NO_UPGRADE_HEADER(Close.UNREACHABLE, true) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendHead(accept(session).replaceFirst("Upgrade: websocket\r\n", ""));
        }
    },
    UNASKED_EXTENSION(Close.UNREACHABLE, true) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendHead(accept(session), "Sec-WebSocket-Extensions: permessage-deflate");
        }
    },
    WRONG_SUBPROTOCOL(Close.SUBPROTOCOL_MISSING, true) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.answer101("gastown.terminal.v9");
        }
    },
    FIRST_LINE_WITHOUT_END(Close.UNREACHABLE, true) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendHead("HTTP/1.1 101 " + "x".repeat(MUCH));
        }
    },
    NOT_HTTP(Close.UNREACHABLE, true) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendHead("220 mail ready");
        }
    },
    CUT_WITHIN_A_HEADER(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes((byte) 0x82);
            session.close();
        }
    },
    CUT_WITHIN_A_FRAME(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(Arrays.copyOf(session.encode(Frame.binary(new byte[1_000])), 500));
            session.close();
        }
    },
    CUT_WITHIN_A_MESSAGE(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(new Frame(false, Frame.BINARY, new byte[10]));
            session.close();
        }
    },
    LENGTH_OF_2_TO_THE_63RD_LESS_ONE(Close.TOO_BIG) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("827f7fffffffffffffff"));
        }
    },
    LENGTH_OF_2_TO_THE_63RD(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("827f8000000000000000"));
        }
    },
    LENGTH_IN_MORE_BYTES_THAN_IT_NEEDS(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("827f0000000000000001aa"));
        }
    },
    MESSAGE_WITHOUT_END(Close.TOO_BIG) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(new Frame(false, Frame.BINARY, new byte[1 << 16]));
            for (int sent = 0; sent < MUCH; sent += 1 << 16) {
                session.send(new Frame(false, Frame.CONTINUATION, new byte[1 << 16]));
            }
        }
    },
    MASKED_FRAME(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("828100000000aa"));
        }
    },
    RESERVED_DATA_OPCODE(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("8301aa"));
        }
    },
    RESERVED_CONTROL_OPCODE(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("8b00"));
        }
    },
    RESERVED_BIT_OF_COMPRESSION(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("c101aa"));
        }
    },
    RESERVED_BIT(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("9201aa"));
        }
    },
    CONTINUATION_OF_NOTHING(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(new Frame(true, Frame.CONTINUATION, new byte[1]));
        }
    },
    MESSAGE_WITHIN_ANOTHER(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(new Frame(false, Frame.BINARY, new byte[1]), Frame.binary(new byte[1]));
        }
    },
    FRAGMENT_OF_A_PING(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(new Frame(false, Frame.PING, new byte[1]));
        }
    },
    LONG_PING(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(new Frame(true, Frame.PING, new byte[126]));
        }
    },
    LONG_CLOSE(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(Frame.close(1000, "x".repeat(124)));
        }
    },
    HALF_A_CLOSE_CODE(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("880103"));
        }
    },
    IMPOSSIBLE_CLOSE_CODE(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.send(Frame.close(1005, ""));
        }
    },
    CLOSE_REASON_THAT_IS_NO_TEXT(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("880403e8c328"));
        }
    },
    TEXT_THAT_IS_NOT_UTF8(Close.UNREACHABLE) {
        @Override
        void by(WireSandbox.Viewing session) {
            session.sendBytes(hex("8102c328"));
        }
    };

    /** More than kernels hold, bytes: who got rid of it was read. */
    private static final int MUCH = 1 << 24;

    /** What the viewer is told. */
    final Close told;

    /** Whether it does that instead of accepting. */
    final boolean inHandshake;

    /** Whether the gateway must have hung up before the end of it. */
    final boolean isLong;

    SocketMisbehaviour(Close told) {
        this(told, false);
    }

    SocketMisbehaviour(Close told, boolean inHandshake) {
        this.told = told;
        this.inHandshake = inHandshake;
        this.isLong = name().equals("FIRST_LINE_WITHOUT_END");
    }

    /** Does it; fails with an {@link java.io.UncheckedIOException} when the gateway has hung up meanwhile. */
    abstract void by(WireSandbox.Viewing session);

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes);
    }

    /** A head that accepts, without the empty line. */
    private static String accept(WireSandbox.Viewing session) {
        return new String(session.acceptance(session.header("sec-websocket-protocol")), StandardCharsets.ISO_8859_1)
                .strip();
    }
}
