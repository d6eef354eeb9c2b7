package dev.gastown.terminal.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import jdk.management.jfr.FlightRecorderMXBean;

/** The heap of a gateway's process as its own JVM tells: what its event loops allocated, and where. */
final class Heap implements AutoCloseable {
    private static final String EVENT_LOOPS = "vert.x-eventloop-thread";
    private static final String SAMPLES = "jdk.ObjectAllocationSample";
    private static final int FRAMES_SHOWN = 3;

    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final FlightRecorderMXBean recorder;

    private Heap(JMXConnector connector) throws IOException {
        this.connector = connector;
        MBeanServerConnection server = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        this.recorder = ManagementFactory.newPlatformMXBeanProxy(
                server, FlightRecorderMXBean.MXBEAN_NAME, FlightRecorderMXBean.class);
    }

    /** Attaches to a JVM of this user. */
    static Heap of(Peer peer) throws Exception {
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(peer.process().pid()));
        try {
            return new Heap(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** Bytes all event loops have allocated so far. Exact: the JVM counts them, it does not sample. */
    long allocatedByEventLoops() {
        long[] loops = Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(EVENT_LOOPS))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(loops)).sum();
    }

    /**
     * Where event loops allocate, by samples.
     *
     * @return share of the bytes to the class and the innermost methods, the largest first
     */
    List<Map.Entry<String, Double>> sites(Path file, double seconds, int most) throws Exception {
        long recording = recorder.newRecording();
        recorder.setRecordingSettings(
                recording,
                Map.of(SAMPLES + "#enabled", "true", SAMPLES + "#throttle", "off", SAMPLES + "#stackTrace", "true"));
        recorder.startRecording(recording);
        Workloads.pause(seconds);
        recorder.stopRecording(recording);
        recorder.copyTo(recording, file.toString());
        recorder.closeRecording(recording);
        Map<String, Double> bytes = new HashMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getThread().getJavaName().startsWith(EVENT_LOOPS) && event.getStackTrace() != null) {
                bytes.merge(site(event), (double) event.getLong("weight"), Double::sum);
            }
        }
        Files.delete(file);
        double all = bytes.values().stream().mapToDouble(Double::doubleValue).sum();
        return bytes.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(most)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue() / all))
                .toList();
    }

    private static String site(RecordedEvent event) {
        StringBuilder site = new StringBuilder(event.getClass("objectClass").getName());
        for (RecordedFrame frame :
                event.getStackTrace().getFrames().stream().limit(FRAMES_SHOWN).toList()) {
            String type = frame.getMethod().getType().getName();
            site.append(site.indexOf(" in ") < 0 ? " in " : " < ")
                    .append(type.substring(type.lastIndexOf('.') + 1))
                    .append('.')
                    .append(frame.getMethod().getName());
        }
        return site.toString();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
