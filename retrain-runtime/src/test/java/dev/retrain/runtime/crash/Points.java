package dev.retrain.runtime.crash;

import dev.retrain.testkit.CallInterceptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every point where a life touches the store or the outside, as it lived: before and after each
 * call, with what a process that ends there leaves.
 */
final class Points implements CallInterceptor.Listener {

  /**
   * A call.
   *
   * @param before what is left when the process ends before it
   * @param after what is left when it ends after it
   */
  record Call(String name, String before, String after) {
    boolean leaves() {
      return !before.equals(after);
    }
  }

  private final Path folder;
  private final List<Call> calls = new ArrayList<>();
  private String before = "";

  /** Of a life in a folder. */
  Points(Path folder) {
    this.folder = folder;
  }

  @Override
  public void before(String call) {
    before = Life.trace(folder);
  }

  @Override
  public void after(String call) {
    calls.add(new Call(call, before, Life.trace(folder)));
  }

  List<Call> calls() {
    return calls;
  }

  /** The places in the list of the calls that left something. */
  List<Integer> leaving() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).leaves()) {
        places.add(i);
      }
    }
    return places;
  }

  /** The names of calls that left something at least once. */
  Set<String> leavingNames() {
    Set<String> names = new TreeSet<>();
    leaving().forEach(place -> names.add(calls.get(place).name()));
    return names;
  }
}
