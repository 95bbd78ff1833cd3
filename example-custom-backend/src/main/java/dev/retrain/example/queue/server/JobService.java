package dev.retrain.example.queue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.RetrainException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An asynchronous job service on the loopback, in place of a remote one. It accepts a run before it
 * shows it, takes a name once, lists by pages and throttles now and then. {@code POST /v1/runs}
 * creates a run (202, or 409 where its name is taken), {@code GET /v1/runs/NAME} shows it, {@code
 * POST /v1/runs/NAME/cancel} cancels it, {@code GET /v1/runs?label=L&value=V&cursor=C} lists the
 * runs with a label, newest first.
 */
public final class JobService implements AutoCloseable {

  /**
   * How the service differs from a local one.
   *
   * @param visibleAfter the time after which a run that was accepted is shown, cancelled and listed
   * @param pageSize how many runs one answer lists
   * @param throttledEvery each request of this number is answered by 429; 0 for none
   */
  public record Behaviour(Duration visibleAfter, int pageSize, int throttledEvery) {}

  private static final String RUNS = "/v1/runs";

  private final HttpServer http;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "jobs");
            thread.setDaemon(true);
            return thread;
          });
  private final Path root;
  private final Map<String, Worker> workers;
  private final Behaviour behaviour;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, Instant> shownFrom = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean hides;

  private JobService(Path root, Map<String, Worker> workers, Behaviour behaviour)
      throws IOException {
    this.root = root;
    this.workers = Map.copyOf(workers);
    this.behaviour = behaviour;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext(RUNS, this::answer);
  }

  /**
   * Starts a service.
   *
   * @param root where tasks write
   * @param workers what each image does
   */
  public static JobService start(Path root, Map<String, Worker> workers, Behaviour behaviour)
      throws IOException {
    JobService service = new JobService(root, workers, behaviour);
    service.http.start();
    return service;
  }

  /** Returns where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Shows no run that is created from now on, until the result is run. */
  public Runnable hideNewRuns() {
    hides = true;
    return () -> {
      hides = false;
      shownFrom.replaceAll((name, from) -> from.equals(Instant.MAX) ? clock.instant() : from);
    };
  }

  /** Creates a run that has no labels, shown at once, as another user of the service would. */
  public void takeName(String name) {
    Node none = Node.of(Map.of());
    Node.Mapping definition =
        Node.of(
            Map.of(
                "name",
                Node.of("of-a-stranger"),
                "labels",
                none,
                "parameters",
                none,
                "tasks",
                Node.of(List.of())));
    jobs.put(name, new Job(name, definition, root, workers));
    shownFrom.put(name, clock.instant());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(RUNS.length()).split("/", -1);
      boolean isPost = exchange.getRequestMethod().equals("POST");
      int every = behaviour.throttledEvery();
      if (every > 0 && requests.incrementAndGet() % every == 0) {
        exchange.getResponseHeaders().add("Retry-After", "1");
        send(exchange, 429, error("SLOW_DOWN"));
      } else if (path.length == 1 && isPost) {
        create(exchange);
      } else if (path.length == 1) {
        send(exchange, 200, page(query(exchange)));
      } else {
        show(exchange, Optional.ofNullable(jobs.get(path[1])).filter(this::isShown), isPost);
      }
    } catch (RetrainException e) {
      send(exchange, 400, error("MALFORMED"));
    }
  }

  private static void show(HttpExchange exchange, Optional<Job> job, boolean cancels)
      throws IOException {
    if (job.isEmpty()) {
      send(exchange, 404, error("NO_SUCH_RUN"));
      return;
    }
    if (cancels) {
      job.get().cancel();
    }
    send(exchange, cancels ? 202 : 200, job.get().document());
  }

  private void create(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Node.Mapping definition = (Node.Mapping) Documents.parse(body, "run");
    String name = Task.text(definition, "id");
    Instant from = hides ? Instant.MAX : clock.instant().plus(behaviour.visibleAfter());
    Job job = new Job(name, definition, root, workers);
    if (jobs.putIfAbsent(name, job) != null) {
      send(exchange, 409, error("NAME_TAKEN"));
    } else {
      shownFrom.put(name, from);
      threads.execute(job::work);
      send(exchange, 202, Node.of(Map.of("id", Node.of(name))));
    }
  }

  private boolean isShown(Job job) {
    return !clock.instant().isBefore(shownFrom.getOrDefault(job.id(), Instant.MAX));
  }

  /** Returns the runs after the one that the cursor names; the cursor names the last of a page. */
  private Node page(Map<String, String> query) {
    long before = Long.parseLong(query.getOrDefault("cursor", "" + Long.MAX_VALUE));
    List<Job> after =
        jobs.values().stream()
            .filter(this::isShown)
            .filter(job -> job.hasLabel(value(query, "label"), value(query, "value")))
            .filter(job -> job.number() < before)
            .sorted(Comparator.comparing(Job::number).reversed())
            .toList();
    List<Job> page = after.stream().limit(behaviour.pageSize()).toList();
    Map<String, Node> answer = new TreeMap<>();
    answer.put("runs", Node.of(page.stream().map(job -> (Node) job.document()).toList()));
    if (page.size() < after.size()) {
      answer.put("next", Node.of("" + page.get(page.size() - 1).number()));
    }
    return Node.of(answer);
  }

  private static String value(Map<String, String> query, String name) {
    return query.getOrDefault(name, "");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> all = new TreeMap<>();
    for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      all.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return all;
  }

  private static Node error(String code) {
    return Node.of(Map.of("error", Node.of(code)));
  }

  private static void send(HttpExchange exchange, int status, Node body) throws IOException {
    byte[] bytes = Documents.canonicalJson(body).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Ends all runs. */
  @Override
  public void close() {
    jobs.values().forEach(Job::cancel);
    http.stop(0);
    threads.shutdownNow();
  }
}
