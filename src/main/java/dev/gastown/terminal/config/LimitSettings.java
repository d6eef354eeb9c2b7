package dev.gastown.terminal.config;

import java.time.Duration;

/**
 * The limits of contract section 6. A count of 0 switches that limit off.
 *
 * @param messageBytes largest WebSocket message, each way, bytes
 * @param writerBytesPerSecond bytes a second a writer may send to its session; faster ones are read later; 0 for no limit
 * @param ticketsPerUserPerMinute tickets one user may mint a minute on one node
 * @param socketsPerUser open terminal sockets of one user on one node
 * @param socketsPerTown open terminal sockets to one town on one node
 * @param socketsPerNode open terminal sockets on one node
 * @param feedSocketsPerUser open sockets of one user for pushes on one node
 * @param upstreamConnect time a sandbox has to accept the socket
 * @param ping interval of pings on both legs; two missed close the socket
 * @param writeQueueBytes bytes a direction may queue before its source is paused
 * @param requestBodyBytes largest HTTP request body, bytes
 * @param headerBytes largest HTTP request headers, bytes; the request line, which carries a ticket, may have half as many
 * @param request time a client has to send a whole request
 * @param batchCalls tRPC calls in one batch
 * @param feedMessageBytes largest SockJS frame from a browser, bytes
 * @param drain time over which open sockets are closed at shutdown
 * @param sandboxListBytes largest session list a sandbox may answer, bytes
 * @param sandboxSessions sessions of one town that are published; the rest is dropped and counted
 */
public record LimitSettings(
        int messageBytes,
        int writerBytesPerSecond,
        int ticketsPerUserPerMinute,
        int socketsPerUser,
        int socketsPerTown,
        int socketsPerNode,
        int feedSocketsPerUser,
        Duration upstreamConnect,
        Duration ping,
        int writeQueueBytes,
        int requestBodyBytes,
        int headerBytes,
        Duration request,
        int batchCalls,
        int feedMessageBytes,
        Duration drain,
        int sandboxListBytes,
        int sandboxSessions) {}
