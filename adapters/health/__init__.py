"""How a Swot that runs is: for whoever restarts it, sends it traffic, or draws its curves. Off unless asked for."""
