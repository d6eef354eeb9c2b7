package dev.gastown.terminal.command;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The signals that ask a process to stop. Shutdown hooks can't tell a second one from the first; {@code
 * sun.misc.Signal}, which can, is supported (module jdk.unsupported) but makes javac warn: hence by name.
 */
final class StopSignals {
    /** SIGTERM, Ctrl-C, and the end of the terminal, which a process under {@code nohup} goes on ignoring. */
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    /** What a shell adds to a signal's number to say that a process ended by it. */
    private static final int ENDED_BY_SIGNAL = 128;

    private StopSignals() {}

    /**
     * Runs something on a thread of its own at the first signal, and ends the process at once at the second.
     *
     * @param stop has to end the process
     */
    static void onFirst(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method number = signalType.getMethod("getNumber");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (stopping.compareAndSet(false, true)) {
                            new Thread(stop, "gastown-stop").start();
                        } else {
                            Runtime.getRuntime().halt(ENDED_BY_SIGNAL + (int) number.invoke(arguments[0]));
                        }
                        return null;
                    });
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            for (String name : NAMES) {
                handle(handle, signalType, name, handler);
            }
        } catch (ReflectiveOperationException otherRuntime) {
            throw new IllegalStateException("this Java runtime has no signals", otherRuntime);
        }
    }

    private static void handle(Method handle, Class<?> signalType, String name, Object handler)
            throws ReflectiveOperationException {
        try {
            handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException notHere) {
            // Not every system has every signal, and -Xrs keeps them all for whoever started the process.
            if (!(notHere.getCause() instanceof IllegalArgumentException)) {
                throw notHere;
            }
        }
    }
}
