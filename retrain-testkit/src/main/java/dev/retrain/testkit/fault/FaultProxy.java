package dev.retrain.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A proxy on the loopback that a backend's client is pointed at in place of the service. It passes
 * plain HTTP/1.1 on to the real, usually emulated, server and applies the scripted {@link Fault} to
 * each exchange. Thread-safe.
 *
 * <p>Faults apply in order: the first rule that matches an exchange and has a use left is applied;
 * where none matches, the exchange passes unchanged. Every exchange has a connection of its own, so
 * that a fault hits exactly one request.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int TO_SERVER_MILLIS = 10_000;
  private static final int FROM_SERVER_MILLIS = 60_000;

  /**
   * A request that passed the proxy.
   *
   * @param method such as {@code POST}
   * @param target path and query
   * @param body as text
   * @param fault what was done to the exchange
   */
  public record Exchange(String method, String target, String body, Fault fault) {}

  private static final class Rule {
    final Predicate<Exchange> when;
    final Fault fault;
    int left;

    Rule(Predicate<Exchange> when, Fault fault, int left) {
      this.when = when;
      this.fault = fault;
      this.left = left;
    }
  }

  private final InetSocketAddress server;
  private final Clock clock;
  private final ServerSocket listening;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  private FaultProxy(InetSocketAddress server, Clock clock) throws IOException {
    this.server = requireNonNull(server);
    this.clock = requireNonNull(clock);
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /**
   * Starts a proxy before a server.
   *
   * @param server where exchanges are passed on to, by plain HTTP; its path is ignored
   */
  public static FaultProxy before(URI server) {
    try {
      FaultProxy proxy =
          new FaultProxy(
              new InetSocketAddress(server.getHost(), server.getPort()), Clock.systemUTC());
      daemon("fault-proxy", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free on the loopback", e);
    }
  }

  /** Returns the address to which the client is pointed. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Applies a fault to the next exchange. */
  public FaultProxy next(Fault fault) {
    return next(1, exchange -> true, fault);
  }

  /**
   * Applies a fault to the next exchanges that match.
   *
   * @param times how many
   * @param when which; the fault of the exchange it sees is not yet known and reads as none
   */
  public synchronized FaultProxy next(int times, Predicate<Exchange> when, Fault fault) {
    rules.add(new Rule(requireNonNull(when), requireNonNull(fault), times));
    return this;
  }

  /** Applies a fault to every exchange from now on, until {@link #calm()}. */
  public FaultProxy always(Fault fault) {
    return next(Integer.MAX_VALUE, exchange -> true, fault);
  }

  /** Removes all faults. */
  public synchronized FaultProxy calm() {
    rules.clear();
    return this;
  }

  /** Returns every recorded request, in order of arrival. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Removes the recorded requests. */
  public void forget() {
    exchanges.clear();
  }

  private synchronized Fault fault(Exchange exchange) {
    for (Rule rule : rules) {
      if (rule.left > 0 && rule.when.test(exchange)) {
        rule.left--;
        return rule.fault;
      }
    }
    return Fault.none();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (closed.getCount() == 0) { // an accept that is under way outlives the closing
          client.close();
          return;
        }
        open.add(client);
        daemon("fault-proxy-exchange", () -> exchange(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void exchange(Socket client) {
    try (client) {
      Optional<HttpMessage> request = HttpMessage.read(client.getInputStream(), false);
      if (request.isPresent()) {
        HttpMessage message = request.get();
        Exchange about =
            new Exchange(message.method(), message.target(), message.text(), Fault.none());
        Fault fault = fault(about);
        exchanges.add(new Exchange(about.method(), about.target(), about.body(), fault));
        apply(fault, message, client);
      }
    } catch (IOException e) {
      // A client that gives up closes its side: no answer is needed.
    } finally {
      open.remove(client);
    }
  }

  private void apply(Fault fault, HttpMessage request, Socket client) throws IOException {
    if (fault instanceof Fault.LostRequest) {
      reset(client);
    } else if (fault instanceof Fault.HalfOpen) {
      pause(Duration.ofDays(1));
    } else if (fault instanceof Fault.Answer answer) {
      client.getOutputStream().write(own(answer).wire());
    } else {
      answer(fault, passOn(request), client);
    }
  }

  private void answer(Fault fault, HttpMessage answer, Socket client) throws IOException {
    if (fault instanceof Fault.LostAnswer) {
      reset(client);
    } else if (fault instanceof Fault.ResetMidBody) {
      byte[] wire = answer.wire();
      client.getOutputStream().write(wire, 0, wire.length - (answer.body().length() + 1) / 2);
      client.getOutputStream().flush();
      reset(client);
    } else {
      if (fault instanceof Fault.Slow slow) {
        pause(slow.by());
      }
      client.getOutputStream().write(changed(fault, answer).wire());
    }
  }

  private HttpMessage changed(Fault fault, HttpMessage answer) {
    if (fault instanceof Fault.MalformedBody) {
      return answer.withBody(answer.body().substring(0, answer.body().length() / 2));
    }
    if (fault instanceof Fault.SkewedClock skew) {
      ZonedDateTime then = clock.instant().plus(skew.by()).atZone(ZoneOffset.UTC);
      return answer.withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(then));
    }
    if (fault instanceof Fault.Rewritten rewritten) {
      return answer.withText(answer.text().replace(rewritten.from(), rewritten.to()));
    }
    return answer;
  }

  private static HttpMessage own(Fault.Answer answer) {
    List<String> headers = new ArrayList<>(List.of("Content-Type: application/json"));
    if (answer.retryAfter() >= 0) {
      headers.add("Retry-After: " + answer.retryAfter());
    }
    return HttpMessage.answer(answer.status(), headers, answer.body());
  }

  private HttpMessage passOn(HttpMessage request) throws IOException {
    try (Socket upstream = new Socket()) {
      upstream.connect(server, TO_SERVER_MILLIS);
      upstream.setSoTimeout(FROM_SERVER_MILLIS);
      upstream.getOutputStream().write(request.wire());
      InputStream in = upstream.getInputStream();
      return HttpMessage.read(in, request.method().equals("HEAD"))
          .orElseThrow(() -> new IOException("the server closed without an answer"));
    }
  }

  private void pause(Duration length) throws IOException {
    try {
      if (closed.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the proxy was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Closing with a linger of zero sends a reset in place of an orderly end. */
  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends all exchanges, those that hang included. */
  @Override
  public void close() {
    try {
      listening.close(); // first: a client cut off below may try again at once
      closed.countDown();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
