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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A job queue on the loopback, in place of a remote service, whose workers take the place of
 * containers. {@code PUT /jobs/ID} creates a job or gives the one that is there, {@code GET
 * /jobs/ID} shows it, {@code DELETE /jobs/ID} cancels it, {@code GET /jobs?name=N} lists the jobs
 * of a name, newest first.
 */
public final class QueueServer implements AutoCloseable {

  private final HttpServer http;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "queue");
            thread.setDaemon(true);
            return thread;
          });
  private final Path root;
  private final Map<String, Worker> workers;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  private QueueServer(Path root, Map<String, Worker> workers) throws IOException {
    this.root = root;
    this.workers = Map.copyOf(workers);
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/jobs", this::answer);
  }

  /**
   * Starts a queue.
   *
   * @param root where tasks write
   * @param workers what each image does
   */
  public static QueueServer start(Path root, Map<String, Worker> workers) throws IOException {
    QueueServer server = new QueueServer(root, workers);
    server.http.start();
    return server;
  }

  /** Returns where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String id = path.substring(Math.min(path.length(), "/jobs/".length()));
      switch (exchange.getRequestMethod()) {
        case "PUT" -> send(exchange, 200, create(id, exchange).document());
        case "DELETE" -> cancel(exchange, id);
        default -> {
          if (id.isEmpty()) {
            send(exchange, 200, list(exchange.getRequestURI().getRawQuery()));
          } else {
            show(exchange, id);
          }
        }
      }
    } catch (RetrainException e) {
      send(exchange, 400, Node.of(Map.of("error", Node.of("the job is not well-formed"))));
    }
  }

  private Job create(String id, HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Node.Mapping definition = (Node.Mapping) Documents.parse(body, "job");
    return jobs.computeIfAbsent(
        id,
        key -> {
          Job job = new Job(key, definition, root, workers);
          threads.execute(job::work);
          return job;
        });
  }

  private void cancel(HttpExchange exchange, String id) throws IOException {
    Job job = jobs.get(id);
    if (job != null) {
      job.cancel();
    }
    show(exchange, id);
  }

  private void show(HttpExchange exchange, String id) throws IOException {
    Job job = jobs.get(id);
    if (job == null) {
      send(exchange, 404, Node.of(Map.of("error", Node.of("no job " + id))));
    } else {
      send(exchange, 200, job.document());
    }
  }

  private Node list(String query) {
    String name = URLDecoder.decode(query.substring("name=".length()), UTF_8);
    List<Node> found =
        jobs.values().stream()
            .filter(job -> job.name().equals(name))
            .sorted((one, two) -> Long.compare(two.number(), one.number()))
            .map(job -> (Node) job.document())
            .toList();
    return Node.of(Map.of("jobs", Node.of(found)));
  }

  private static void send(HttpExchange exchange, int status, Node body) throws IOException {
    byte[] bytes = Documents.canonicalJson(body).getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Ends all jobs. */
  @Override
  public void close() {
    jobs.values().forEach(Job::cancel);
    http.stop(0);
    threads.shutdownNow();
  }
}
