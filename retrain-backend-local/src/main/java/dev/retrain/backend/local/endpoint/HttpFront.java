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
import java.util.function.Consumer;
import org.microhttp.EventLoop;
import org.microhttp.Handler;
import org.microhttp.NoopLogger;
import org.microhttp.OptionsBuilder;
import org.microhttp.Request;
import org.microhttp.Response;

/**
 * The HTTP server: reads requests on the loopback interface and hands predictions to the threads of
 * their version. Outcomes and operators' requests have pools of their own, so that neither an
 * overload nor a model that hangs locks the operator out. A request too many is answered 503 at
 * once, by the thread that read it; so are predictions that take no longer than handing them over.
 */
final class HttpFront implements AutoCloseable {

  /** Answers one request, on a thread of a pool. */
  private interface Route {
    Response answer() throws BadRequest;
  }

  private static final int OPERATOR_THREADS = 2;
  private static final int OPERATOR_QUEUE = 64;
  private static final int CLOSING_SECONDS = 5;

  private final EventLoop loop;
  private final Optional<ExecutorService> noting;
  private final ExecutorService operating;
  private final Lanes lanes;
  private final Predictions predictions;
  private final Operations operations;

  /**
   * How much it takes on.
   *
   * @param port zero for any that is free
   * @param threads that work on outcomes; 0 for the one that reads them
   * @param maxInFlight outcomes that wait or are worked on
   */
  record Capacity(int port, int threads, int maxInFlight) {}

  HttpFront(
      String name, Capacity capacity, Lanes lanes, Predictions predictions, Operations operations) {
    this.lanes = lanes;
    this.predictions = predictions;
    this.operations = operations;
    this.noting =
        capacity.threads() == 0
            ? Optional.empty()
            : Optional.of(
                pool("retrain-outcomes-" + name, capacity.threads(), capacity.maxInFlight()));
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

  /** Returns where it listens. */
  URI address() {
    try {
      return URI.create(
          "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + loop.getPort());
    } catch (IOException e) {
      throw new TransientFailure("the endpoint has been closed", e);
    }
  }

  /** Runs on the one thread that reads and writes: nothing may be thrown here. */
  private void handle(Request request, Consumer<Response> callback) {
    switch (request.uri()) {
      case "/predict" -> predict(request, callback);
      case "/outcome" -> {
        Route outcome = () -> predictions.outcome(request);
        if (noting.isPresent()) {
          submit(noting.get(), request, outcome, callback);
        } else {
          callback.accept(answer(request, outcome));
        }
      }
      default -> submit(operating, request, () -> operations.answer(request), callback);
    }
  }

  private void predict(Request request, Consumer<Response> callback) {
    try {
      predictions.predict(request, System.nanoTime(), callback);
    } catch (BadRequest e) {
      callback.accept(Answer.error(400, String.valueOf(e.getMessage())));
    } catch (Throwable e) {
      callback.accept(unexpected(request, e));
    }
  }

  private void submit(
      ExecutorService pool, Request request, Route route, Consumer<Response> callback) {
    try {
      pool.execute(() -> callback.accept(answer(request, route)));
    } catch (RejectedExecutionException e) {
      lanes.refuse();
      callback.accept(Answer.TOO_MANY);
    }
  }

  private static Response answer(Request request, Route route) {
    try {
      return route.answer();
    } catch (BadRequest e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    } catch (Throwable e) { // a request is answered whatever happens
      return unexpected(request, e);
    }
  }

  private static Response unexpected(Request request, Throwable e) {
    EndpointLog.unexpected(request.method() + " " + request.uri(), e);
    return Answer.error(500, e.getClass().getSimpleName());
  }

  @Override
  public void close() {
    noting.ifPresent(ExecutorService::shutdown);
    operating.shutdown();
    lanes.close();
    try {
      if (noting.isPresent()) {
        noting.get().awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      }
      loop.stop();
      loop.join();
    } catch (InterruptedException e) {
      loop.stop();
      Thread.currentThread().interrupt();
    }
  }
}
