package dev.gastown.terminal.command;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;

/** The registry of a process, and how its Vert.x comes to be measured there. */
final class ServerMeters {
    /** Not the method: clients may invent methods, and a meter that was made once is kept for ever. */
    private static final Set<Label> LABELS = EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.EB_SIDE);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ServerMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        // What waits to be sent is there, and not in the heap.
        new NettyAllocatorMetrics((ByteBufAllocatorMetricProvider) VertxByteBufAllocator.POOLED_ALLOCATOR)
                .bindTo(registry);
    }

    /** Options of a Vert.x to be measured. */
    VertxOptions options() {
        return new VertxOptions()
                .setMetricsOptions(
                        new MicrometerMetricsOptions().setEnabled(true).setLabels(LABELS));
    }

    /** Builds a Vert.x that is measured here. */
    VertxBuilder builder(VertxOptions options) {
        return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(registry));
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }
}
