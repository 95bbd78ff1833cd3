package dev.retrain.example.queue.server;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * What an image does. A real queue would start a container; this one calls it on a thread, which is
 * interrupted when the task is cancelled or takes too long.
 */
@FunctionalInterface
public interface Worker {

  /**
   * Executes a task.
   *
   * @param words the task's command and its arguments
   * @param environment its variables
   * @param out its log
   * @return the exit code
   */
  int execute(List<String> words, Map<String, String> environment, PrintStream out)
      throws Exception;
}
