package dev.retrain.backend.local.endpoint;

import java.util.concurrent.CountDownLatch;

/** A process that serves a version by a process of its own, says which, and never ends. */
final class ServingChild {

  private ServingChild() {}

  public static void main(String[] args) throws Exception {
    ServedModel model = ModelProcessTest.COMMAND.loader().load(Versions.version(args[0]));
    ProcessHandle.current().descendants().forEach(process -> System.out.println(process.pid()));
    System.out.println("serving " + model.isHealthy());
    new CountDownLatch(1).await();
  }
}
