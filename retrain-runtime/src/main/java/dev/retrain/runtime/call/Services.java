package dev.retrain.runtime.call;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The services that the loop calls, and how many looks may use each at once: half of the pool, and
 * one after a deadline has passed until the service answers again. Thread-safe.
 */
public final class Services {

  private final IdentityHashMap<Object, Service> known = new IdentityHashMap<>();
  private final int most;
  private volatile Consumer<Collection<Service>> onRelease = released -> {};

  /**
   * Creates the services of a pool.
   *
   * @param pool the looks that the pool makes at once, at least 1
   */
  public Services(int pool) {
    this.most = Math.max(1, pool / 2);
  }

  /**
   * Returns the service behind an object; the first name given to it stays.
   *
   * @param name for people
   * @param instance by identity: one object is one service
   */
  public synchronized Service of(String name, Object instance) {
    return known.computeIfAbsent(instance, key -> new Service(name, true));
  }

  /** Returns a service that every look calls, which is not limited to a part of the pool. */
  public synchronized Service shared(String name, Object instance) {
    return known.computeIfAbsent(instance, key -> new Service(name, false));
  }

  /** Sets what takes the services that have room again. */
  public void onRelease(Consumer<Collection<Service>> action) {
    onRelease = action;
  }

  /**
   * Exchanges the services of a look for others, all or none.
   *
   * @return one of the others that has no room; the look has none then
   */
  Optional<Service> exchange(Set<Service> held, Set<Service> wanted) {
    Optional<Service> full;
    synchronized (this) {
      held.forEach(service -> service.looks--);
      full = wanted.stream().filter(service -> !hasRoom(service)).findFirst();
      if (full.isEmpty()) {
        wanted.forEach(service -> service.looks++);
      }
    }
    List<Service> released =
        held.stream().filter(service -> full.isPresent() || !wanted.contains(service)).toList();
    if (!released.isEmpty()) {
      onRelease.accept(released);
    }
    return full;
  }

  /** Gives the room of a look that waits for another service to others. */
  void lend(Set<Service> services) {
    if (!services.isEmpty()) {
      synchronized (this) {
        services.forEach(service -> service.looks--);
      }
      onRelease.accept(services);
    }
  }

  /** Takes the room back that was lent, which may be in use: nothing is repeated for it. */
  synchronized void takeBack(Set<Service> services) {
    services.forEach(service -> service.looks++);
  }

  private boolean hasRoom(Service service) {
    return !service.isLimited() || service.looks < (service.suspect ? 1 : most);
  }

  /**
   * Fails where too many calls of a service hang already: another would only hang, too.
   *
   * @throws TransientFailure at once, without a call
   */
  void check(Service service) {
    int hanging;
    synchronized (this) {
      hanging = service.hanging;
    }
    if (hanging >= most) {
      throw new TransientFailure(
          "the " + service + " is not called: " + hanging + " calls have not returned yet",
          FailureContext.hint(
              "It is called again when one of them returns; restart this process if none does"),
          null);
    }
  }

  synchronized void abandoned(Service service) {
    service.abandoned++;
    service.hanging++;
    service.suspect = true;
  }

  synchronized void returned(Service service) {
    service.hanging--;
  }

  void answered(Service service) {
    boolean wasSuspect;
    synchronized (this) {
      wasSuspect = service.suspect;
      service.suspect = false;
    }
    if (wasSuspect) {
      onRelease.accept(List.of(service));
    }
  }

  /** Returns how many calls were abandoned, by service; those without are left out. */
  public synchronized SortedMap<String, Long> abandonedCalls() {
    SortedMap<String, Long> counts = new TreeMap<>();
    List.copyOf(known.values()).stream()
        .filter(service -> service.abandoned > 0)
        .forEach(service -> counts.merge(service.toString(), service.abandoned, Long::sum));
    return counts;
  }
}
