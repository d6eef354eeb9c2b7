package dev.gastown.terminal.bench;

/** Until a gateway's JVM has compiled what a workload runs: its compilers take as much processor time as the work before. */
final class WarmUp {
    private static final int MOST_ROUNDS = 40;

    /** Of the processor time of a round. */
    private static final double QUIET_SHARE = 0.05;

    private WarmUp() {}

    /** Work that costs the gateway about a second of processor time. */
    interface Round {
        void run() throws Exception;
    }

    /** Repeats a workload until the compilers are nearly quiet, and says in one line what they still took. */
    static String until(Peer gateway, Round round) throws Exception {
        double share = 1;
        int rounds = 0;
        while (share > QUIET_SHARE && rounds < MOST_ROUNDS) {
            double all = gateway.cpuSeconds();
            double compilers = gateway.compilerCpuSeconds();
            round.run();
            share = (gateway.compilerCpuSeconds() - compilers) / (gateway.cpuSeconds() - all);
            rounds++;
        }
        return "Warmed up by %d rounds; compilers took %s %% of the gateway's processor time in the last%n"
                .formatted(rounds, Figures.number(share * 100));
    }
}
