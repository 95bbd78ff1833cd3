package dev.retrain.http;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tries of one call under one deadline. A call that may be repeated is sent again after a lost
 * connection or a status that may pass, unless the pause before it would outlast the deadline. Used
 * by one thread, once.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Transport transport;
  private final HttpCall call;
  private final Request request;
  private final Deadline deadline;
  private final Repetition repetition;
  private final Clock clock;
  private final double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
  private int tries;

  Exchange(
      Transport transport,
      HttpCall call,
      Request request,
      Deadline deadline,
      Repetition repetition,
      Clock clock) {
    this.transport = transport;
    this.call = call;
    this.request = request;
    this.deadline = deadline;
    this.repetition = repetition;
    this.clock = clock;
  }

  /** Returns how often the request was sent so far. */
  int tries() {
    return tries;
  }

  /** Returns the last answer, whatever its status. */
  RawAnswer run() throws IOException, InterruptedException {
    RetryPolicy<RawAnswer> policy =
        RetryPolicy.<RawAnswer>builder()
            .handleIf(this::isRepeated)
            .withMaxAttempts(call.isRepeatable() ? repetition.tries() : 1)
            .withDelayFn(last -> pause(last.getLastResult()))
            .onRetry(last -> LOG.debug("{}: try {} failed and is repeated", call, tries))
            .build();
    try {
      return Failsafe.with(policy).get(this::once);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private RawAnswer once() throws IOException, InterruptedException {
    tries++;
    return transport.send(request, deadline);
  }

  private boolean isRepeated(@Nullable RawAnswer answer, @Nullable Throwable failure) {
    boolean mayPass =
        answer != null
            ? answer.mayPass() && !call.accepts(answer.status())
            : failure instanceof IOException
                && !(failure instanceof DeadlinePassed)
                && !(failure instanceof AnswerTooLong)
                && !Failures.isUntrusted(failure);
    return mayPass && pause(answer).compareTo(deadline.left()) < 0;
  }

  /** Returns the requested pause, or one that doubles with every try. */
  private Duration pause(@Nullable RawAnswer answer) {
    return Optional.ofNullable(answer)
        .flatMap(a -> a.retryAfter(clock))
        .orElseGet(
            () -> {
              double doubled = Math.scalb(repetition.firstPause().toNanos() * jitter, tries - 1);
              return Duration.ofNanos((long) doubled);
            });
  }
}
