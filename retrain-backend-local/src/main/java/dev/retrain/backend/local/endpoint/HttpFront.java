package dev.retrain.backend.local.endpoint;

import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.microhttp.EventLoop;
import org.microhttp.Handler;
import org.microhttp.NoopLogger;
import org.microhttp.OptionsBuilder;
import org.microhttp.Request;
import org.microhttp.Response;

/**
 * The HTTP server: takes requests on the loopback interface and hands them to two pools, one for
 * predictions and outcomes, one for everything an operator asks, so that an overload does not lock
 * the operator out. A request too many is answered 503 at once, by the thread that read it; so are
 * predictions that take no longer than handing them over.
 */
final class HttpFront implements AutoCloseable {

  /** Answers one request, on a thread of a pool. */
  interface Route {
    Response answer(Request request, long since) throws BadRequest;
  }

  private static final int OPERATOR_THREADS = 2;
  private static final int OPERATOR_QUEUE = 64;
  private static final int CLOSING_SECONDS = 5;

  private final EventLoop loop;
  private final Optional<ExecutorService> predicting;
  private final ExecutorService operating;
  private final int maxInFlight;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final Route predictions;
  private final Route operations;

  /**
   * How much it takes on.
   *
   * @param port zero for any that is free
   * @param threads that work on predictions; 0 for the one that reads them
   * @param maxInFlight predictions that wait or are worked on
   */
  record Capacity(int port, int threads, int maxInFlight) {}

  HttpFront(String name, Capacity capacity, Route predictions, Route operations) {
    this.maxInFlight = capacity.maxInFlight();
    this.predictions = predictions;
    this.operations = operations;
    this.predicting =
        capacity.threads() == 0
            ? Optional.empty()
            : Optional.of(pool("retrain-endpoint-" + name, capacity.threads(), maxInFlight));
    this.operating = pool("retrain-operator-" + name, OPERATOR_THREADS, OPERATOR_QUEUE);
    this.loop = open(capacity.port(), this::handle);
    loop.start();
  }

  private static EventLoop open(int port, Handler handler) {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    try {
      return new EventLoop(
          OptionsBuilder.newBuilder()
              .withHost(host)
              .withPort(port)
              .withReuseAddr(true)
              .withConcurrency(1)
              .build(),
          NoopLogger.instance(),
          handler);
    } catch (IOException e) {
      throw new TransientFailure("cannot listen on " + host + ":" + port, e);
    }
  }

  private static ExecutorService pool(String name, int threads, int queue) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        threads,
        threads,
        1,
        TimeUnit.MINUTES,
        new ArrayBlockingQueue<>(queue),
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Where it listens. */
  URI address() {
    try {
      return URI.create(
          "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + loop.getPort());
    } catch (IOException e) {
      throw new TransientFailure("the endpoint has been closed", e);
    }
  }

  /** How many requests were turned away because too many were in flight. */
  long refused() {
    return refused.sum();
  }

  private void handle(Request request, Consumer<Response> callback) {
    long since = System.nanoTime();
    if (!isPrediction(request)) {
      submit(operating, () -> callback.accept(answer(operations, request, since)), callback);
    } else if (inFlight.incrementAndGet() > maxInFlight) {
      inFlight.decrementAndGet();
      refuse(callback);
    } else if (predicting.isEmpty()) {
      predict(request, since, callback);
    } else if (!submit(predicting.get(), () -> predict(request, since, callback), callback)) {
      inFlight.decrementAndGet();
    }
  }

  private static boolean isPrediction(Request request) {
    return request.uri().equals("/predict") || request.uri().equals("/outcome");
  }

  private void predict(Request request, long since, Consumer<Response> callback) {
    Response answer;
    try {
      answer = answer(predictions, request, since);
    } finally {
      inFlight.decrementAndGet();
    }
    callback.accept(answer);
  }

  private boolean submit(ExecutorService pool, Runnable task, Consumer<Response> callback) {
    try {
      pool.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      refuse(callback);
      return false;
    }
  }

  private void refuse(Consumer<Response> callback) {
    refused.increment();
    callback.accept(Answer.error(503, "too many requests are in flight"));
  }

  private static Response answer(Route route, Request request, long since) {
    try {
      return route.answer(request, since);
    } catch (BadRequest e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      EndpointLog.unexpected(request.method() + " " + request.uri(), e);
      return Answer.error(500, e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    predicting.ifPresent(ExecutorService::shutdown);
    operating.shutdown();
    try {
      if (predicting.isPresent()) {
        predicting.get().awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      }
      loop.stop();
      loop.join();
    } catch (InterruptedException e) {
      loop.stop();
      Thread.currentThread().interrupt();
    }
  }
}
