package dev.retrain.cli;

import java.util.List;

/** What kind of service a generated backend is for, and the example it is generated from. */
enum BackendStyle {
  /** A service that shows a run at once and takes its key. */
  SYNC("Queue", "queue", "QueueServer.java"),

  /** A service that accepts a run before it shows it, takes a name once and lists by pages. */
  ASYNC("Jobs", "jobs", "JobService.java");

  private static final String MAIN = "main/java/dev/retrain/example/queue/";
  private static final String TEST = "test/java/dev/retrain/example/queue/";

  private final String prefix;
  private final String backend;
  private final String server;

  BackendStyle(String prefix, String backend, String server) {
    this.prefix = prefix;
    this.backend = backend;
    this.server = server;
  }

  /** Returns the prefix of the example's classes; the translator has the other one in both. */
  String prefix() {
    return prefix;
  }

  /** Returns the name of the example's backend. */
  String backend() {
    return backend;
  }

  /** Returns the files of the backend and its kits. */
  List<String> own() {
    return List.of(
        MAIN + prefix + "BackendProvider.java",
        MAIN + prefix + "Settings.java",
        MAIN + "QueueTranslator.java",
        MAIN + prefix + "Client.java",
        MAIN + prefix + "Backend.java",
        MAIN + "package-info.java",
        TEST + prefix + "TckTest.java",
        TEST + prefix + "FaultTckTest.java",
        TEST + prefix + "CrashTckTest.java");
  }

  /** Returns the files of the emulated service: main code of the example, test code elsewhere. */
  List<String> service() {
    return List.of(server, "Job.java", "Task.java", "Worker.java", "package-info.java");
  }
}
